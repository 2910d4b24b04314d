import type { CallsClient } from '../../rtc/calls-client';
import type { SignedIn } from '../../rtc/protocol.gen';

/** The servers with which the transports of calls are made. */
export class CallIce {
  readonly #client: CallsClient;
  #servers: RTCIceServer[] = [];

  constructor(client: CallsClient) {
    this.#client = client;
  }

  /** As last known, for who is not to wait. */
  get known(): RTCIceServer[] {
    return this.#servers;
  }

  take(told: Pick<SignedIn, 'ice'>): void {
    this.#servers = iceServersOf(told);
  }

  async fresh(): Promise<RTCIceServer[]> {
    try {
      this.take({ ice: await this.#client.ask('ice_servers', {}) });
    } catch {
      // Those last known may still hold.
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
