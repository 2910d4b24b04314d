import { Phone, Video } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { useParams } from 'wouter';

import { parseDisplayName } from '../../lib/display-name';
import { parsePersonInput } from '../../lib/person-id';
import { readPreferences } from '../../lib/preferences';
import { calls } from '../../session/calls';
import type { CallProblem } from '../../session/calls/api';
import { ownName, useCalls } from '../../stores/calls';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { nameProblemText } from '../../ui/name-problem';
import { Problem } from '../../ui/Problem';
import { TextField } from '../../ui/TextField';
import { PersonIdField, useTypedId } from './PersonIdField';
import { tell } from './ring';

/** Form with the own name and the person to call. */
export function CallForm() {
  const t = useStrings();
  const known = useCalls(ownName);
  const connected = useCalls((state) => state.me !== null);
  const self = useCalls((state) => state.me?.id);
  const [name, setName] = useState(() => known || readPreferences().name);
  const [touched, setTouched] = useState(false);
  // A scanned or received link fills in the person to call.
  const { person } = useParams<{ person?: string }>();
  const typed = useTypedId(parsePersonInput(person ?? '') ?? person);
  const [problem, setProblem] = useState<CallProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const nameField = useRef<HTMLInputElement>(null);
  const parsed = parseDisplayName(name);
  const nameError =
    touched && 'problem' in parsed && parsed.problem.kind !== 'empty' ? parsed.problem : null;

  const saveName = async () => {
    setTouched(true);
    if ('name' in parsed && parsed.name !== known) tell(await calls.rename(parsed.name));
  };

  const ring = async (video: boolean) => {
    if (busy) return;
    setTouched(true);
    setProblem(null);
    if ('problem' in parsed && parsed.problem.kind !== 'empty') {
      nameField.current?.focus();
      return;
    }
    const id = typed.take();
    if (!id) return;
    if (id === self) {
      setProblem('own_id');
      typed.focus();
      return;
    }
    setBusy(true);
    if ('name' in parsed && parsed.name !== known) void calls.rename(parsed.name);
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
      <TextField
        ref={nameField}
        label={t.calls.yourName}
        hint={t.calls.yourNameHint}
        value={name}
        error={nameError && nameProblemText(nameError)}
        autoComplete="name"
        onChange={(event) => setName(event.currentTarget.value)}
        onBlur={() => void saveName()}
      />
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
