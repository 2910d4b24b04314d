import './RecentMeetings.css';

import { X } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { Link } from 'wouter';

import { forgetAllMeetings, forgetMeeting, recentMeetings } from '../../lib/recent-meetings';
import type { MeetingId } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { IconButton } from '../../ui/IconButton';

/** Meetings joined last in this browser. `onEmpty`: the last entry, which had the focus, left. */
export function RecentMeetings({ onEmpty }: { onEmpty: () => void }) {
  const t = useStrings();
  const [meetings, setMeetings] = useState(recentMeetings);
  const heading = useRef<HTMLHeadingElement>(null);
  const headingId = useId();
  if (meetings.length === 0) return null;

  const refresh = () => {
    const left = recentMeetings();
    setMeetings(left);
    if (left.length === 0) onEmpty();
    else heading.current?.focus();
  };
  const forget = (id: MeetingId) => {
    forgetMeeting(id);
    refresh();
  };
  const forgetAll = () => {
    forgetAllMeetings();
    refresh();
  };

  return (
    <section className="recent" aria-labelledby={headingId}>
      <header className="recent-head">
        <h2 ref={heading} id={headingId} tabIndex={-1}>
          {t.landing.recent}
        </h2>
        <Button variant="quiet" size="small" onClick={forgetAll}>
          {t.landing.forgetAll}
        </Button>
      </header>
      <ul>
        {meetings.map(({ id, at, title, room, people }) => (
          <li key={id}>
            <Link
              href={room === undefined ? `/m/${id}` : `/room/${encodeURIComponent(room)}`}
              className="recent-link"
            >
              {title === undefined ? (
                <span className="recent-code">{id}</span>
              ) : (
                <span className="recent-title" dir="auto">
                  {title}
                </span>
              )}{' '}
              <span className="recent-facts">
                <time dateTime={new Date(at).toISOString()}>
                  {t.landing.recentAt(new Date(at))}
                </time>
                {people && ` ${t.recents.withPeople(people.names, people.count)}`}
              </span>
            </Link>
            <IconButton label={t.landing.forget(title ?? id)} icon={X} onClick={() => forget(id)} />
          </li>
        ))}
      </ul>
    </section>
  );
}
