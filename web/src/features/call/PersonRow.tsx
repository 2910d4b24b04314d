import { Ellipsis, MessageSquare, Phone, PhoneMissed, Star, Video } from 'lucide-react';

import { type CallPerson, isMissed } from '../../lib/call-people';
import type { PersonId } from '../../protocol/protocol.gen';
import { calls } from '../../session/calls';
import { useStrings } from '../../strings';
import type { Strings } from '../../strings/en';
import { Avatar } from '../../ui/Avatar';
import { IconButton } from '../../ui/IconButton';
import { ring } from './ring';

interface PersonRowProps {
  person: CallPerson;
  self: PersonId | undefined;
  onToggleFavourite: () => void;
  onMore: () => void;
}

/** A person, when the two last talked, and the ways to reach them. */
export function PersonRow({ person, self, onToggleFavourite, onMore }: PersonRowProps) {
  const t = useStrings();
  const { party, name, favourite, availability, unread, latest, talkedAt } = person;
  const missed = latest !== null && self !== undefined && isMissed(latest, self);
  const facts = [
    availability && t.calls.availability[availability],
    noteOf(t, person, self),
    missed && talkedAt !== null && t.callPeople.lastTalked(talkedAt),
  ].filter((fact) => typeof fact === 'string');
  return (
    <li className="call-row" data-missed={missed || undefined}>
      <span className="call-avatar" data-availability={availability ?? undefined}>
        <Avatar id={party.id} name={name} />
      </span>
      <div className="call-row-words">
        <p className="call-row-name" dir="auto">
          {name}
        </p>
        <p className="call-row-facts">
          {missed && (
            <strong className="call-row-missed">
              <PhoneMissed aria-hidden="true" />
              {t.callPeople.missed(latest.called_at)}
              {facts.length > 0 && ' · '}
            </strong>
          )}
          {facts.join(' · ')}
          {unread > 0 && (
            <>
              {(missed || facts.length > 0) && ' · '}
              <strong>{t.calls.unread(unread)}</strong>
            </>
          )}
        </p>
      </div>
      <div className="call-row-actions">
        <IconButton
          className="call-row-roomy"
          label={(favourite ? t.callPeople.removeFavourite : t.callPeople.addFavourite)(name)}
          icon={Star}
          data-on={favourite || undefined}
          data-focus={`star-${party.id}`}
          onClick={onToggleFavourite}
        />
        <IconButton
          className="call-row-roomy"
          label={t.calls.write(name)}
          icon={MessageSquare}
          badge={unread > 0 ? { count: unread, description: t.calls.unread(unread) } : undefined}
          onClick={() => void calls.openDirect(party)}
        />
        <IconButton
          label={t.calls.ring(name)}
          icon={Phone}
          onClick={() => void ring(party.id, false)}
        />
        <IconButton
          label={t.calls.ringVideo(name)}
          icon={Video}
          onClick={() => void ring(party.id, true)}
        />
        <IconButton
          label={t.callPeople.more(name)}
          icon={Ellipsis}
          data-focus={`more-${party.id}`}
          aria-haspopup="dialog"
          onClick={onMore}
        />
      </div>
    </li>
  );
}

/** When the two last talked or else called; a missed call is said elsewhere. */
function noteOf(t: Strings, person: CallPerson, self: PersonId | undefined): string | null {
  const { latest, talkedAt, calledAt } = person;
  const text = t.callPeople;
  if (latest && self !== undefined && isMissed(latest, self)) return null;
  if (talkedAt !== null) return text.lastTalked(talkedAt);
  if (latest) {
    return (latest.caller.id === self ? text.youCalled : text.theyCalled)(latest.called_at);
  }
  // Only the time is known of calls that the history no longer shows.
  return calledAt === null ? text.noCallYet : text.lastCall(calledAt);
}
