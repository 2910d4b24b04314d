import './MeetingInfo.css';

import { Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { copyOrTell, meetingUrl } from '../../actions/invite';
import { formatDuration } from '../../lib/duration';
import { useRoom } from '../../stores/room';
import { useStrings } from '../../strings';

/** Duration of the meeting, its title, and its code or name to read out or copy. */
export function MeetingInfo() {
  const t = useStrings();
  const id = useRoom((state) => state.meetingId);
  const title = useRoom((state) => state.title);
  const name = useRoom((state) => state.name);
  return (
    <header className="meeting-info">
      <Duration />
      {title !== null && title !== name && (
        <span className="meeting-title" title={title} dir="auto">
          {title}
        </span>
      )}
      {id && name !== null && (
        <button
          type="button"
          className="meeting-code meeting-name"
          aria-label={t.naming.copyLinkOf(name)}
          title={t.naming.copyLinkOf(name)}
          onClick={() => void copyOrTell(meetingUrl(id), t.meeting.linkCopied)}
        >
          <span dir="auto">{name}</span>
          <Copy aria-hidden="true" />
        </button>
      )}
      {id && name === null && (
        <button
          type="button"
          className="meeting-code"
          aria-label={t.meeting.copyCode(id)}
          title={t.meeting.copyCode(id)}
          onClick={() => void copyOrTell(id, t.meeting.codeCopied)}
        >
          {id}
          <Copy aria-hidden="true" />
        </button>
      )}
    </header>
  );
}

/** Re-renders alone, once a second. */
function Duration() {
  const t = useStrings();
  const startedAt = useRoom((state) => state.startedAt);
  const offset = useRoom((state) => state.clockOffset);
  const [now, setNow] = useState(() => Date.now());

  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);

  if (startedAt === null) return null;
  return (
    // Screen readers do not announce a running timer (its aria-live is off).
    <span className="meeting-duration" role="timer" aria-label={t.meeting.duration}>
      {formatDuration(now + offset - startedAt)}
    </span>
  );
}
