import './Call.css';

import { useEffect, useState } from 'react';

import { formatDuration } from '../../lib/duration';
import { isAnswered } from '../../lib/own-calls';
import { useCalls } from '../../stores/calls';
import { useStrings } from '../../strings';

/** The other party and the duration of the call. */
export function CallInfo({ title }: { title: string }) {
  const t = useStrings();
  const since = useCalls(({ calls: all }) => {
    const times = all.filter(isAnswered).map(({ answeredAt }) => answeredAt ?? 0);
    return times.length === 0 ? null : Math.min(...times);
  });
  const offset = useCalls((state) => state.clockOffset);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <header className="meeting-info">
      {since !== null && (
        <span className="meeting-duration" role="timer" aria-label={t.meeting.duration}>
          {formatDuration(now + offset - since)}
        </span>
      )}
      <span className="call-with" dir="auto">
        {title}
      </span>
    </header>
  );
}
