import { Phone } from 'lucide-react';
import { type FormEvent, useState } from 'react';

import type { PersonId } from '../../protocol/protocol.gen';
import { calls } from '../../session/calls';
import type { CallProblem } from '../../session/calls/api';
import { shownName } from '../../stores/address-book';
import { useCalls } from '../../stores/calls';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Problem } from '../../ui/Problem';
import { PersonIdField, useTypedId } from './PersonIdField';

/** Invites a person into the current call. */
export function AddPersonDialog({ onClose }: { onClose: () => void }) {
  const t = useStrings();
  const contacts = useCalls((state) => state.contacts);
  const video = useCalls(({ calls: all }) => all.some((call) => call.here && call.video));
  const typed = useTypedId();
  const [problem, setProblem] = useState<CallProblem | null>(null);
  // People in this room are already in this call.
  const free = contacts.filter(
    ({ availability }) => availability === 'online' || availability === 'away',
  );

  const ring = async (id: PersonId) => {
    const refused = await calls.call(id, video);
    if (refused === null) onClose();
    else setProblem(refused);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const id = typed.take();
    if (id) void ring(id);
  };

  return (
    <Dialog title={t.calls.addPerson} onClose={onClose}>
      <p>{t.calls.addPersonText}</p>
      <form className="call-add" noValidate onSubmit={submit}>
        <PersonIdField typed={typed} onChange={() => setProblem(null)} />
        <Button variant="primary" type="submit" icon={Phone}>
          {t.calls.call}
        </Button>
      </form>
      <Problem text={problem && t.calls.problems[problem]} />
      {free.length > 0 && (
        <ul className="call-list" aria-label={t.calls.people}>
          {free.map(({ party, availability }) => (
            <li key={party.id} className="call-row">
              <div className="call-row-words">
                <p className="call-row-name" dir="auto">
                  {shownName(party)}
                </p>
                <p className="call-row-facts">{t.calls.availability[availability]}</p>
              </div>
              <Button size="small" icon={Phone} onClick={() => void ring(party.id)}>
                {t.calls.ring(shownName(party))}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
