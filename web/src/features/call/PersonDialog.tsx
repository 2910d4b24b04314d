import './Call.css';

import { Ban, Copy, MessageSquare, Phone, Star, Video } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';

import { copyOrTell } from '../../actions/invite';
import { parseDisplayName } from '../../lib/display-name';
import type { Party } from '../../protocol/protocol.gen';
import { calls } from '../../session/calls';
import { changeEntry, useAddressBook, useShownName } from '../../stores/address-book';
import { toast } from '../../stores/toasts';
import { useStrings } from '../../strings';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { nameProblemText } from '../../ui/name-problem';
import { TextField } from '../../ui/TextField';
import { ring, tell } from './ring';

/** A person: the name one gives them, their ID, and all ways to reach them. */
export function PersonDialog({ party, onClose }: { party: Party; onClose: () => void }) {
  const t = useStrings();
  const name = useShownName(party);
  const favourite = useAddressBook(({ book }) => book[party.id]?.favourite ?? false);
  const [text, setText] = useState(name);
  const [touched, setTouched] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const parsed = parseDisplayName(text);
  const problem =
    touched && 'problem' in parsed && parsed.problem.kind !== 'empty' ? parsed.problem : null;

  const change = (what: Parameters<typeof changeEntry>[1]): boolean => {
    const kept = changeEntry(party, what);
    if (!kept) toast(t.callPeople.notSaved, 'danger');
    return kept;
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    setTouched(true);
    if ('problem' in parsed && parsed.problem.kind !== 'empty') {
      field.current?.focus();
      return;
    }
    // An empty field brings back the person's own name.
    const given = 'name' in parsed && parsed.name !== party.name ? parsed.name : null;
    if (!change({ name: given })) return;
    toast(given === null ? t.callPeople.ownNameBack(party.name) : t.callPeople.nameSaved(given));
    onClose();
  };
  const block = async () => {
    const refused = await calls.block(party.id);
    if (refused === null) toast(t.calls.blocked(name));
    tell(refused);
    onClose();
  };
  const reach = (act: () => void) => {
    onClose();
    act();
  };

  return (
    <Dialog title={name} onClose={onClose}>
      <div className="call-person">
        <div className="call-person-head">
          <span className="call-avatar">
            <Avatar id={party.id} name={name} />
          </span>
          <span className="call-person-id" translate="no">
            {party.id}
          </span>
          <Button
            size="small"
            icon={Copy}
            onClick={() => void copyOrTell(party.id, t.calls.idCopied)}
          >
            {t.callPeople.copyTheirId}
          </Button>
        </div>
        <form className="call-person-name" noValidate onSubmit={save}>
          <TextField
            ref={field}
            label={t.callPeople.nameYouSee}
            hint={
              party.name === party.id ? t.callPeople.noNameHint : t.callPeople.nameHint(party.name)
            }
            value={text}
            error={problem && nameProblemText(problem)}
            autoComplete="off"
            enterKeyHint="done"
            onChange={(event) => setText(event.currentTarget.value)}
            onBlur={() => setTouched(true)}
          />
          <Button variant="primary" type="submit">
            {t.callPeople.save}
          </Button>
        </form>
        <div className="call-person-actions">
          <Button icon={Phone} onClick={() => reach(() => void ring(party.id, false))}>
            {t.calls.call}
          </Button>
          <Button icon={Video} onClick={() => reach(() => void ring(party.id, true))}>
            {t.calls.videoCall}
          </Button>
          <Button icon={MessageSquare} onClick={() => reach(() => void calls.openDirect(party))}>
            {t.calls.writeInstead}
          </Button>
          <Button
            icon={Star}
            aria-pressed={favourite}
            className="call-person-star"
            onClick={() => change({ favourite: !favourite })}
          >
            {t.callPeople.favourite}
          </Button>
          <Button icon={Ban} variant="quiet" onClick={() => void block()}>
            {t.callPeople.blockPerson}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
