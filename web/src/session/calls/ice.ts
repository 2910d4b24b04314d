import type { SignedIn } from '../../protocol/protocol.gen';
import type { CallsClient } from '../../rtc/calls-client';

/** ICE servers for the transports of calls. */
export class CallIce {
  readonly #client: CallsClient;
  #servers: RTCIceServer[] = [];

  constructor(client: CallsClient) {
    this.#client = client;
  }

  /** The last known servers, for callers that cannot wait. */
  get known(): RTCIceServer[] {
    return this.#servers;
  }

  take(told: Pick<SignedIn, 'ice'>): void {
    this.#servers = iceServersOf(told);
  }

  /** Takes the servers that come with a call; an ended call has none. */
  takeFromCall({ ice }: { ice?: SignedIn['ice'] }): void {
    if (ice !== undefined) this.take({ ice });
  }

  async fresh(): Promise<RTCIceServer[]> {
    try {
      this.take({ ice: await this.#client.ask('ice_servers', {}) });
    } catch {
      // The last known servers may still work.
    }
    return this.#servers;
  }
}

function iceServersOf({ ice }: Pick<SignedIn, 'ice'>): RTCIceServer[] {
  return ice.servers.map(({ urls, username, credential }) => ({
    urls,
    ...(username !== undefined && { username }),
    ...(credential !== undefined && { credential }),
  }));
}
