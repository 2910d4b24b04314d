import './MeetingInfo.css';

import { Copy } from 'lucide-react';
import { useEffect, useState } from 'react';

import { formatDuration } from '../../lib/duration';
import { useRoom } from '../../stores/room';
import { useStrings } from '../../strings';
import { copyOrTell } from '../../ui/invite';

/** For how long the meeting has run, and its code to read out or copy. */
export function MeetingInfo({ inert = false }: { inert?: boolean }) {
  const t = useStrings();
  const id = useRoom((state) => state.meetingId);
  return (
    <header className="meeting-info" inert={inert}>
      <Duration />
      {id && (
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

/** Renders by itself once a second; nothing around it does. */
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
    // The role is not announced while it runs (aria-live is off for timers).
    <span className="meeting-duration" role="timer" aria-label={t.meeting.duration}>
      {formatDuration(now + offset - startedAt)}
    </span>
  );
}
