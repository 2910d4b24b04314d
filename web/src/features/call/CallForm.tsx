import { Phone, Video } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useParams } from 'wouter';

import { parsePersonInput } from '../../lib/person-id';
import { calls } from '../../session/calls';
import type { CallProblem } from '../../session/calls/api';
import { useCalls } from '../../stores/calls';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Problem } from '../../ui/Problem';
import { PersonIdField, useTypedId } from './PersonIdField';

/** Dials an ID: of someone who is not in the list yet. */
export function CallForm() {
  const t = useStrings();
  const connected = useCalls((state) => state.me !== null);
  // A scanned or received link fills in the person to call; only a press calls them.
  const { person } = useParams<{ person?: string }>();
  const typed = useTypedId(parsePersonInput(person ?? '') ?? person);
  const [problem, setProblem] = useState<CallProblem | null>(null);
  const [busy, setBusy] = useState(false);

  const ring = async (video: boolean) => {
    if (busy) return;
    setProblem(null);
    const id = typed.take();
    if (!id) return;
    setBusy(true);
    const refused = await calls.call(id, video);
    setBusy(false);
    setProblem(refused);
  };

  return (
    <form
      className="call-card call-form"
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void ring(true);
      }}
    >
      <h2>{t.calls.form}</h2>
      <PersonIdField typed={typed} hint={t.calls.idHint} onChange={() => setProblem(null)} />
      <div className="call-form-buttons">
        <Button
          icon={Phone}
          size="large"
          busy={busy || !connected}
          onClick={() => void ring(false)}
        >
          {t.calls.call}
        </Button>
        <Button variant="primary" type="submit" icon={Video} size="large" busy={busy || !connected}>
          {t.calls.videoCall}
        </Button>
      </div>
      <Problem text={problem && t.calls.problems[problem]} />
    </form>
  );
}
