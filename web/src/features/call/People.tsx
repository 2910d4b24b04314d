import { MessageSquare, Phone, Video } from 'lucide-react';
import { useId } from 'react';

import type { Availability, Party } from '../../protocol/protocol.gen';
import { calls } from '../../session/calls';
import { useCalls } from '../../stores/calls';
import { useStrings } from '../../strings';
import { Avatar } from '../../ui/Avatar';
import { IconButton } from '../../ui/IconButton';
import { ring } from './ring';

/** Contacts with their availability, and everybody who has written. */
export function People() {
  const t = useStrings();
  const headingId = useId();
  const contacts = useCalls((state) => state.contacts);
  const unread = useCalls((state) => state.unread);
  const known = new Set(contacts.map(({ party }) => party.id));
  const strangers = unread.filter(({ party }) => !known.has(party.id));
  return (
    <section className="call-card">
      <h2 id={headingId}>{t.calls.people}</h2>
      {contacts.length + strangers.length === 0 && <p className="call-empty">{t.calls.noPeople}</p>}
      <ul className="call-list" aria-labelledby={headingId}>
        {strangers.map(({ party, count }) => (
          <PersonRow key={party.id} party={party} unread={count} />
        ))}
        {contacts.map(({ party, availability }) => (
          <PersonRow
            key={party.id}
            party={party}
            availability={availability}
            unread={unread.find((one) => one.party.id === party.id)?.count ?? 0}
          />
        ))}
      </ul>
    </section>
  );
}

interface PersonRowProps {
  party: Party;
  availability?: Availability;
  unread: number;
}

function PersonRow({ party, availability, unread }: PersonRowProps) {
  const t = useStrings();
  return (
    <li className="call-row">
      <span className="call-avatar" data-availability={availability}>
        <Avatar id={party.id} name={party.name} />
      </span>
      <div className="call-row-words">
        <p className="call-row-name" dir="auto">
          {party.name}
        </p>
        <p className="call-row-facts">
          {availability && t.calls.availability[availability]}
          {unread > 0 && (
            <>
              {availability && ' · '}
              <strong>{t.calls.unread(unread)}</strong>
            </>
          )}
        </p>
      </div>
      <div className="call-row-actions">
        <IconButton
          label={t.calls.ring(party.name)}
          icon={Phone}
          onClick={() => void ring(party.id, false)}
        />
        <IconButton
          label={t.calls.ringVideo(party.name)}
          icon={Video}
          onClick={() => void ring(party.id, true)}
        />
        <IconButton
          label={t.calls.write(party.name)}
          icon={MessageSquare}
          badge={unread > 0 ? { count: unread, description: t.calls.unread(unread) } : undefined}
          onClick={() => void calls.openDirect(party)}
        />
      </div>
    </li>
  );
}
