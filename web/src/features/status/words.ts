import type { RoomStatus } from '../../stores/room';
import { strings } from '../../strings';

type Failed = Extract<RoomStatus, { kind: 'failed' }>;

/** Why joining, or staying, did not work; the server's own message is for its log. */
export function failureText(code: Failed['code']): string {
  const words: Record<string, string> = strings().status.failed;
  return words[code] ?? strings().status.failed.other;
}
