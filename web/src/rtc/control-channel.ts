import { type ControlMessage, encodeControlMessage, parseControlMessage } from './control-message';

export interface ControlCallbacks {
  /** The channel is open: messages sent from now on arrive. */
  onOpen(): void;
  onMessage(message: ControlMessage): void;
}

/**
 * Limit of the send buffer, in bytes. It is far above normal use and protects against a page that
 * stopped reading.
 */
const MAX_BUFFERED = 64 * 1024;

/**
 * Channel for control messages of one transport. Both sides create it under the same id, so it
 * needs no negotiation and opens together with the media.
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

  /** Sends a message; false if the channel is not open. Nothing is queued. */
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
