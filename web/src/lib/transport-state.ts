/** State of the media path to one participant. */
export type TransportState =
  | { status: 'connecting' }
  | { status: 'connected'; relayed: boolean }
  | { status: 'reconnecting'; attempt: number }
  | { status: 'failed'; reason: TransportFailure };

/** Why media does not get through. The interface has a text and advice for each. */
export type TransportFailure =
  /** No pair of candidates worked, and a relay was tried. */
  | 'no_route'
  /** No pair of candidates worked, and the relay could not be reached. */
  | 'relay_unreachable'
  /** The other side did not answer. */
  | 'no_answer'
  /** The forwarding server could not be reached. */
  | 'server_unreachable'
  /** The browsers could not agree on a session description. */
  | 'negotiation';
