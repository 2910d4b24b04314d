import { useId, useState } from 'react';
import { tryToAsk } from '../../actions/hosting';
import type { Participant } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Problem } from '../../ui/Problem';

interface RemoveDialogProps {
  participant: Participant;
  onClose: () => void;
}

/** Dialog that removes a participant, with or without the right to return. */
export function RemoveDialog({ participant, onClose }: RemoveDialogProps) {
  const t = useStrings();
  const [mayReturn, setMayReturn] = useState(true);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const remove = async () => {
    setBusy(true);
    const payload = { participant_id: participant.id, may_return: mayReturn };
    const why = await tryToAsk('remove', payload);
    if (why === null) {
      onClose();
      return;
    }
    setBusy(false);
    setProblem(why);
  };

  return (
    <Dialog title={t.hosts.removeTitle(participant.name)} onClose={onClose}>
      <fieldset className="dialog-group">
        <legend>{t.hosts.removeChoice}</legend>
        <Choice
          label={t.hosts.mayReturn}
          hint={t.hosts.mayReturnHint}
          checked={mayReturn}
          onChoose={() => setMayReturn(true)}
        />
        <Choice
          label={t.hosts.forGood}
          hint={t.hosts.forGoodHint}
          checked={!mayReturn}
          onChoose={() => setMayReturn(false)}
        />
      </fieldset>
      <Problem text={problem} />
      <div className="dialog-answers">
        <Button onClick={onClose}>{t.hosts.cancel}</Button>
        <Button variant="danger" busy={busy} onClick={() => void remove()}>
          {t.hosts.remove}
        </Button>
      </div>
    </Dialog>
  );
}

interface ChoiceProps {
  label: string;
  hint: string;
  checked: boolean;
  onChoose: () => void;
}

function Choice({ label, hint, checked, onChoose }: ChoiceProps) {
  const hintId = useId();
  return (
    <div className="check">
      <label className="check-row">
        <input
          type="radio"
          name="may-return"
          checked={checked}
          aria-describedby={hintId}
          onChange={onChoose}
        />
        <span className="field-label">{label}</span>
      </label>
      <p id={hintId} className="field-note">
        {hint}
      </p>
    </div>
  );
}
