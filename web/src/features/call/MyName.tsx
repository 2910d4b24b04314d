import { useState } from 'react';

import { parseDisplayName } from '../../lib/display-name';
import { readPreferences } from '../../lib/preferences';
import { calls } from '../../session/calls';
import { ownName, useCalls } from '../../stores/calls';
import { useStrings } from '../../strings';
import { nameProblemText } from '../../ui/name-problem';
import { TextField } from '../../ui/TextField';
import { tell } from './ring';

/** The own name, which others see when they are called; saved when the field is left. */
export function MyName() {
  const t = useStrings();
  const known = useCalls(ownName);
  const [name, setName] = useState(() => known || readPreferences().name);
  const [touched, setTouched] = useState(false);
  const parsed = parseDisplayName(name);
  const problem =
    touched && 'problem' in parsed && parsed.problem.kind !== 'empty' ? parsed.problem : null;

  const save = async () => {
    setTouched(true);
    if ('name' in parsed && parsed.name !== known) tell(await calls.rename(parsed.name));
  };

  return (
    <div className="call-mine-name">
      <TextField
        label={t.calls.yourName}
        hint={t.calls.yourNameHint}
        value={name}
        error={problem && nameProblemText(problem)}
        autoComplete="name"
        enterKeyHint="done"
        onChange={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void save();
        }}
        onBlur={() => void save()}
      />
    </div>
  );
}
