import type { Participant } from '../protocol/protocol.gen';
import type { TransportState } from './transport-state';

/** State of the connection to a participant. */
export type ConnectionStatus =
  | 'new'
  | 'connecting'
  | 'connected'
  | 'reconnecting'
  | 'failed'
  | 'closed';

/** Combines the state of a participant's media path with that of their server connection. */
export function connectionStatus(
  transport: TransportState | undefined,
  presence: Participant['presence'] | 'left',
): ConnectionStatus {
  if (presence === 'left') return 'closed';
  if (presence === 'reconnecting') return 'reconnecting';
  return transport?.status ?? 'new';
}
