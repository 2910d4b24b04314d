import { type ControlMessage, encodeControlMessage, parseControlMessage } from './control-message';

export interface ControlCallbacks {
  /** From now on what is sent arrives: the time to tell how things stand. */
  onOpen(): void;
  onMessage(message: ControlMessage): void;
}

/** Far more than ever waits: of a page that reads no more, nothing piles up here. */
const MAX_BUFFERED = 64 * 1024;

/**
 * The channel for control messages of one transport: made on both sides under the same number, so that it
 * needs no word between them and is there with the media.
 */
export class ControlChannel {
  readonly #channel: RTCDataChannel;

  constructor(pc: RTCPeerConnection, callbacks: ControlCallbacks) {
    this.#channel = pc.createDataChannel('control', { negotiated: true, id: 0, ordered: true });
    this.#channel.onopen = () => callbacks.onOpen();
    this.#channel.onmessage = ({ data }) => {
      const message = parseControlMessage(data);
      if (message) callbacks.onMessage(message);
    };
  }

  /** Whether it could be sent; while the channel is not open it is not kept. */
  send(message: ControlMessage): boolean {
    const channel = this.#channel;
    if (channel.readyState !== 'open' || channel.bufferedAmount > MAX_BUFFERED) return false;
    channel.send(encodeControlMessage(message));
    return true;
  }

  close(): void {
    this.#channel.onopen = null;
    this.#channel.onmessage = null;
    this.#channel.close();
  }
}
