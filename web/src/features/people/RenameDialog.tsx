import { type FormEvent, useEffect, useRef, useState } from 'react';
import { failedText } from '../../actions/hosting';
import { type NameProblem, parseDisplayName } from '../../lib/display-name';
import type { Participant } from '../../protocol/protocol.gen';
import { meetingSession } from '../../session';
import { strings, useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { nameProblemText } from '../../ui/name-problem';
import { Problem } from '../../ui/Problem';
import { TextField } from '../../ui/TextField';

interface RenameDialogProps {
  participant: Participant;
  own: boolean;
  onClose: () => void;
}

/** Dialog that changes the own name or, for hosts, another participant's name. */
export function RenameDialog({ participant, own, onClose }: RenameDialogProps) {
  const t = useStrings();
  const [text, setText] = useState(participant.name);
  const [problem, setProblem] = useState<NameProblem | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);

  const rename = async (name: string) => {
    setBusy(true);
    setFailed(null);
    try {
      if (own) await meetingSession.renameSelf(name);
      else await meetingSession.ask('rename', { participant_id: participant.id, name });
      onClose();
    } catch (error) {
      const fixed =
        own && error instanceof Error && 'code' in error && error.code === 'not_allowed';
      setFailed(fixed ? strings().hosts.failed.ownName : failedText(error));
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const parsed = parseDisplayName(text);
    if ('name' in parsed) {
      void rename(parsed.name);
      return;
    }
    setProblem(parsed.problem);
    field.current?.focus();
  };

  return (
    <Dialog
      title={own ? t.hosts.renameSelfTitle : t.hosts.renameTitle(participant.name)}
      onClose={onClose}
    >
      <form className="dialog-body" noValidate onSubmit={submit}>
        <TextField
          ref={field}
          label={t.hosts.name}
          hint={own ? t.hosts.renameSelfHint : t.hosts.renameHint}
          error={problem && nameProblemText(problem)}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setProblem(null);
          }}
          autoComplete={own ? 'name' : 'off'}
          enterKeyHint="done"
          dir="auto"
        />
        <Problem text={failed} />
        <div className="dialog-answers">
          <Button onClick={onClose}>{t.hosts.cancel}</Button>
          <Button type="submit" variant="primary" busy={busy}>
            {t.hosts.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
