import type { RoomStatus } from '../../stores/room';
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
