import type { Participant } from '../rtc/protocol.gen';
import type { TransportState } from '../rtc/transport-state';

/** How it stands with the connection to somebody. */
export type ConnectionLife =
  | 'new'
  | 'connecting'
  | 'connected'
  | 'reconnecting'
  | 'failed'
  | 'closed';

/** From what is known of the way to their media, and of their own connection to the server. */
export function connectionLife(
  transport: TransportState | undefined,
  presence: Participant['presence'] | 'left',
): ConnectionLife {
  if (presence === 'left') return 'closed';
  if (presence === 'reconnecting') return 'reconnecting';
  return transport?.status ?? 'new';
}
