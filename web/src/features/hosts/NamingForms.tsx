import './PasswordForm.css';

import { type FormEvent, useRef, useState } from 'react';
import { tryToAsk, useMay } from '../../actions/hosting';
import { chosenNameProblem } from '../../lib/chosen-name';
import { parseTitle } from '../../lib/meeting-title';
import { meetingSession } from '../../session';
import { useHosting } from '../../stores/hosting';
import { useRoom } from '../../stores/room';
import { strings, useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { CheckField } from '../../ui/CheckField';
import { Problem } from '../../ui/Problem';
import { TextField } from '../../ui/TextField';

interface NamingFormsProps {
  showsPeople: boolean;
  onShowPeople: (on: boolean) => void;
}

/** Title and name of the meeting, and what the previews of its link show. */
export function NamingForms({ showsPeople, onShowPeople }: NamingFormsProps) {
  const t = useStrings();
  const isNamedRoom = useRoom((state) => state.isNamedRoom);
  const mayName = useMay('set_title') && !isNamedRoom;
  const maySet = useMay('set_room');
  const isMeeting = useMay('set_title');
  if (!isMeeting || !maySet) return null;
  return (
    <fieldset className="dialog-group">
      <legend>{t.naming.group}</legend>
      {mayName && <TitleForm />}
      {mayName && <NameForm />}
      <CheckField
        label={t.naming.preview}
        hint={t.naming.previewHint}
        checked={showsPeople}
        onChange={onShowPeople}
      />
    </fieldset>
  );
}

function TitleForm() {
  const t = useStrings();
  const title = useRoom((state) => state.title);
  return (
    <OneText
      label={t.naming.title}
      hint={t.naming.titleHint}
      kept={title}
      parse={(text) => {
        const parsed = parseTitle(text);
        return 'problem' in parsed
          ? { problem: strings().naming[parsed.problem] }
          : { value: parsed.title };
      }}
      save={saveTitle}
      saved={t.naming.titleSaved}
      removed={t.naming.titleRemoved}
    />
  );
}

/** Returns null on success, else the reason in words. */
async function saveTitle(title: string | null): Promise<string | null> {
  useHosting.setState({ titleAsked: { title } });
  const problem = await tryToAsk('set_title', { title });
  if (problem !== null) useHosting.setState({ titleAsked: null });
  return problem;
}

function NameForm() {
  const t = useStrings();
  const name = useRoom((state) => state.name);
  return (
    <OneText
      label={t.naming.name}
      hint={t.naming.nameHint(`${location.host}/m/…`)}
      kept={name}
      parse={(text) => {
        const typed = text.trim().toLowerCase();
        if (typed === '') return { value: null };
        const problem = chosenNameProblem(typed);
        return problem ? { problem: strings().naming[problem] } : { value: typed };
      }}
      save={saveName}
      saved={t.naming.nameSaved}
      removed={t.naming.nameRemoved}
      isCode
    />
  );
}

/** Returns null on success, else the reason in words. */
async function saveName(name: string | null): Promise<string | null> {
  const { naming, hosts } = strings();
  try {
    await meetingSession.ask('set_name', { name });
    return null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'other';
    const words: Record<string, string> = {
      ...hosts.failed,
      name_taken: naming.nameTaken,
      rate_limited: naming.nameTooMany,
      // The form checks the shape, so the server alone knows what is wrong.
      invalid_payload: naming.nameReserved,
    };
    return words[code] ?? hosts.failed.other;
  }
}

interface OneTextProps {
  label: string;
  hint: string;
  kept: string | null;
  parse: (text: string) => { value: string | null } | { problem: string };
  save: (value: string | null) => Promise<string | null>;
  saved: string;
  removed: string;
  isCode?: boolean;
}

/** A text of the meeting with buttons that save and remove it. */
function OneText({ label, hint, kept, parse, save, saved, removed, isCode = false }: OneTextProps) {
  const t = useStrings();
  /** What was typed; null shows what the room has. */
  const [typed, setTyped] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [outcome, setOutcome] = useState('');
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);

  const write = async (value: string | null) => {
    setBusy(true);
    setFailed(null);
    setOutcome('');
    const why = await save(value);
    setBusy(false);
    setFailed(why);
    if (why !== null) return;
    setTyped(null);
    setOutcome(value === null ? removed : saved);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const parsed = parse(typed ?? kept ?? '');
    if ('problem' in parsed) {
      setProblem(parsed.problem);
      field.current?.focus();
    } else if (parsed.value !== kept) void write(parsed.value);
    else setTyped(null);
  };

  return (
    <form className="password-form" noValidate onSubmit={submit}>
      <TextField
        ref={field}
        label={label}
        hint={hint}
        error={problem}
        value={typed ?? kept ?? ''}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setProblem(null);
          setOutcome('');
        }}
        autoComplete="off"
        enterKeyHint="done"
        {...(isCode ? { autoCapitalize: 'none', spellCheck: false, dir: 'ltr' } : { dir: 'auto' })}
      />
      <div className="password-actions">
        <Button type="submit" busy={busy} aria-label={`${t.naming.save}: ${label}`}>
          {t.naming.save}
        </Button>
        {kept !== null && (
          <Button
            aria-label={`${t.naming.remove}: ${label}`}
            onClick={() => {
              // The button disappears with the text.
              field.current?.focus();
              void write(null);
            }}
          >
            {t.naming.remove}
          </Button>
        )}
      </div>
      <p className="password-outcome" role="status">
        {outcome}
      </p>
      <Problem text={failed} />
    </form>
  );
}
