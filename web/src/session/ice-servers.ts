import type { IceServers } from '../protocol/protocol.gen';
import type { SignalingClient } from '../rtc/signaling';

const PATIENCE = 3_000;
/** Transports that restart together share one answer for this long, in ms. */
const FRESH = 10_000;

/** STUN and TURN servers for transports, with valid credentials. */
export class IceServerSource {
  readonly #client: SignalingClient;
  #servers: RTCIceServer[] = [];
  #request: { at: number; answer: Promise<RTCIceServer[]> } | null = null;

  constructor(client: SignalingClient) {
    this.#client = client;
  }

  /** The last known servers. */
  get servers(): RTCIceServer[] {
    return this.#servers;
  }

  take({ servers }: IceServers): RTCIceServer[] {
    this.#servers = servers.map(({ urls, username, credential }) => ({
      urls,
      ...(username !== undefined && { username }),
      ...(credential !== undefined && { credential }),
    }));
    return this.#servers;
  }

  /** Fresh servers if the server answers in time, else the last known ones. */
  fresh(): Promise<RTCIceServer[]> {
    const now = Date.now();
    if (!this.#request || now - this.#request.at > FRESH) {
      const answer = Promise.race([
        this.#client.iceServers().then((ice) => this.take(ice)),
        new Promise<never>((_, reject) => setTimeout(reject, PATIENCE)),
      ]).catch(() => this.#servers);
      this.#request = { at: now, answer };
    }
    return this.#request.answer;
  }
}
