import { useEffect, useId, useMemo, useRef, useState } from 'react';

import { type CallPerson, callPeople } from '../../lib/call-people';
import type { Party, PersonId } from '../../protocol/protocol.gen';
import { changeEntry, followAddressBook, useAddressBook } from '../../stores/address-book';
import { useCalls } from '../../stores/calls';
import { toast } from '../../stores/toasts';
import { strings, useStrings } from '../../strings';
import { part } from '../../widgets/part';
import { PersonRow } from './PersonRow';

const PersonDialog = part(async () => ({
  default: (await import('./PersonDialog')).PersonDialog,
}));

/** Everybody this person calls or is called by: favourites, then the others, the latest first. */
export function People() {
  const t = useStrings();
  const headingId = useId();
  const favouritesId = useId();
  const recentId = useId();
  const section = useRef<HTMLElement>(null);
  const { favourites, recent } = usePeople();
  const self = useCalls((state) => state.me?.id);
  const loaded = useCalls(({ history: { status } }) => status === 'ready' || status === 'failed');
  const [about, setAbout] = useState<Party | null>(null);
  /** The button that has the focus after a row moved to another list, or after a dialog. */
  const [focus, setFocus] = useState<string | null>(null);
  useEffect(() => followAddressBook(), []);
  useEffect(() => {
    if (focus === null) return;
    section.current?.querySelector<HTMLElement>(`[data-focus="${focus}"]`)?.focus();
    setFocus(null);
  }, [focus]);

  const toggle = ({ party, favourite }: CallPerson) => {
    if (!changeEntry(party, { favourite: !favourite })) {
      toast(strings().callPeople.notSaved, 'danger');
    }
    setFocus(`star-${party.id}`);
  };
  const rows = (people: CallPerson[]) =>
    people.map((person) => (
      <PersonRow
        key={person.party.id}
        person={person}
        self={self}
        onToggleFavourite={() => toggle(person)}
        onMore={() => setAbout(person.party)}
      />
    ));
  const nobody = favourites.length + recent.length === 0;
  return (
    <section ref={section} className="call-card call-people">
      <h2 id={headingId}>{t.calls.people}</h2>
      {nobody && loaded && <p className="call-empty">{t.calls.noRecent}</p>}
      {favourites.length > 0 && (
        <div>
          <h3 id={favouritesId}>{t.callPeople.favourites}</h3>
          <ul className="call-list" aria-labelledby={favouritesId}>
            {rows(favourites)}
          </ul>
        </div>
      )}
      {recent.length > 0 && (
        <div>
          {favourites.length > 0 && <h3 id={recentId}>{t.callPeople.recent}</h3>}
          <ul className="call-list" aria-labelledby={favourites.length > 0 ? recentId : headingId}>
            {rows(recent)}
          </ul>
        </div>
      )}
      {about && (
        <PersonDialog
          party={about}
          onCancel={() => setAbout(null)}
          onClose={() => {
            setAbout(null);
            setFocus(`more-${about.id}`);
          }}
        />
      )}
    </section>
  );
}

function usePeople() {
  const self: PersonId = useCalls((state) => state.me?.id ?? '');
  const contacts = useCalls((state) => state.contacts);
  const history = useCalls((state) => state.history.calls);
  const unread = useCalls((state) => state.unread);
  const blocked = useCalls((state) => state.blocked);
  const book = useAddressBook((state) => state.book);
  return useMemo(
    () => callPeople({ self, contacts, history, unread, blocked, book }),
    [self, contacts, history, unread, blocked, book],
  );
}
