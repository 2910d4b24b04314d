import { formatDuration } from '../../lib/duration';
import type { RoomStatus } from '../../stores/room';
import type { Visit } from '../../stores/visit';
import { strings } from '../../strings';

type Failed = Extract<RoomStatus, { kind: 'failed' }>;

/** Text for a failed join or session, by error code: the server's own message is for logs. */
export function failureText({ code, retryAfterMs }: Pick<Failed, 'code' | 'retryAfterMs'>): string {
  if (code === 'rate_limited' && retryAfterMs !== undefined) {
    return strings().entry.tooSoon(Math.max(1, Math.ceil(retryAfterMs / 1_000)));
  }
  const words: Record<string, string> = strings().status.failed;
  return words[code] ?? strings().status.failed.other;
}

const MOST_NAMES = 3;

/** How long a stay was, and with whom. */
export function visitText({ from, to, met }: Visit): string {
  const { door } = strings();
  const names = Object.values(met);
  const duration = formatDuration(to - from);
  return names.length === 0
    ? door.stayed(duration)
    : door.stayedWith(duration, door.people(names.slice(0, MOST_NAMES), names.length));
}
