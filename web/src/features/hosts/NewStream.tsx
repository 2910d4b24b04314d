import { Clapperboard, Clock } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { parseDisplayName } from '../../lib/display-name';
import type { MeetingId, StreamScope } from '../../protocol/protocol.gen';
import { createStreamToken, type NewStreamToken } from '../../rtc/streams-api';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { nameProblemText } from '../../ui/name-problem';
import { Problem } from '../../ui/Problem';
import { SelectField } from '../../ui/SelectField';
import { TextField } from '../../ui/TextField';
import { streamFailure } from './stream-failure';

const SCOPES = ['publish', 'play'] as const satisfies readonly StreamScope[];
const HOURS = [1, 8, 24, 168, 720, 8760] as const;

interface NewStreamProps {
  id: MeetingId;
  /** Host token of the meeting. */
  host: string;
  onMade: (token: NewStreamToken) => void;
}

/** Form that makes a stream token. */
export function NewStream({ id, host, onMade }: NewStreamProps) {
  const t = useStrings().streams;
  const [scope, setScope] = useState<StreamScope>('publish');
  const [name, setName] = useState('');
  const [hours, setHours] = useState<(typeof HOURS)[number]>(24);
  const [wrong, setWrong] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);

  const make = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const parsed = parseDisplayName(name);
    if ('problem' in parsed) {
      setWrong(nameProblemText(parsed.problem));
      field.current?.focus();
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      onMade(await createStreamToken(id, host, { scope, name: parsed.name, hours }));
    } catch (error) {
      setProblem(streamFailure(error));
      setBusy(false);
    }
  };
  return (
    <form className="stream-form" noValidate onSubmit={(event) => void make(event)}>
      <h3>{t.add}</h3>
      <SelectField
        label={t.purpose}
        icon={Clapperboard}
        options={SCOPES.map((value) => ({ value, label: t.purposes[value] }))}
        value={scope}
        onChange={(value) => setScope(value as StreamScope)}
      />
      <TextField
        ref={field}
        label={t.name}
        hint={t.nameHints[scope]}
        error={wrong}
        value={name}
        autoComplete="off"
        dir="auto"
        onChange={(event) => {
          setName(event.currentTarget.value);
          setWrong(null);
        }}
      />
      <SelectField
        label={t.validity}
        icon={Clock}
        options={HOURS.map((value) => ({ value: String(value), label: t.hours[value] }))}
        value={String(hours)}
        onChange={(value) => setHours(Number(value) as (typeof HOURS)[number])}
      />
      <Problem text={problem} />
      <Button type="submit" variant="primary" busy={busy}>
        {t.make}
      </Button>
    </form>
  );
}
