import { useEffect, useRef, useState } from 'react';
import { tryToAsk } from '../../actions/hosting';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Problem } from '../../ui/Problem';

/** Asks once more before the meeting ends for everybody. */
export function EndQuestion({ onClose }: { onClose: () => void }) {
  const t = useStrings();
  return (
    <Dialog title={t.hosts.endTitle} onClose={onClose}>
      <EndAnswers onCancel={onClose} />
    </Dialog>
  );
}

/** Content, for a dialog that is already open. */
export function EndAnswers({ onCancel }: { onCancel: () => void }) {
  const t = useStrings();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const answers = useRef<HTMLDivElement>(null);
  useEffect(() => answers.current?.querySelector('button')?.focus(), []);
  const end = async () => {
    setBusy(true);
    setProblem(null);
    // On success this page is replaced.
    const why = await tryToAsk('end_meeting', {});
    if (why === null) return;
    setBusy(false);
    setProblem(why);
  };
  return (
    <>
      <p>{t.hosts.endText}</p>
      <Problem text={problem} />
      <div ref={answers} className="dialog-answers">
        <Button onClick={onCancel}>{t.hosts.cancel}</Button>
        <Button variant="danger" busy={busy} onClick={() => void end()}>
          {t.hosts.endForAll}
        </Button>
      </div>
    </>
  );
}
