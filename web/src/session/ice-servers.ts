import type { IceServers } from '../rtc/protocol.gen';
import type { SignalingClient } from '../rtc/signaling';

const PATIENCE = 3_000;
/** Transports that restart together share one answer. */
const FRESH = 10_000;

/** The STUN and TURN servers for the transports, with credentials that hold. */
export class IceServerSource {
  readonly #client: SignalingClient;
  #servers: RTCIceServer[] = [];
  #request: { at: number; answer: Promise<RTCIceServer[]> } | null = null;

  constructor(client: SignalingClient) {
    this.#client = client;
  }

  /** Those last known. */
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

  /** Fresh ones if the server answers in time, else those last known. */
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
