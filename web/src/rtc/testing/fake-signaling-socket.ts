import type { SignalingSocket } from '../signaling-socket';

type Listener = (...args: unknown[]) => void;
export interface SentRequest {
  event: string;
  payload: unknown;
  ack: (reply: unknown) => void;
}

/** The server's end of one connection; the test plays the server. */
export class FakeSignalingSocket implements SignalingSocket {
  readonly sent: SentRequest[] = [];
  readonly listeners: [event: string, listener: Listener][] = [];
  open = true;

  on(event: string, listener: (...args: never[]) => void): void {
    this.listeners.push([event, listener as Listener]);
  }

  off(event: string, listener: (...args: never[]) => void): void {
    const at = this.listeners.findIndex(([name, other]) => name === event && other === listener);
    if (at >= 0) this.listeners.splice(at, 1);
  }

  emit(event: string, payload: unknown, ack: (reply: unknown) => void): void {
    this.sent.push({ event, payload, ack });
  }

  disconnect(): void {
    this.open = false;
  }

  receive(event: string, ...args: unknown[]): void {
    for (const [name, listener] of [...this.listeners]) if (name === event) listener(...args);
  }

  /** Removes and returns the oldest request of that name. */
  take(event: string): SentRequest {
    const index = this.sent.findIndex((request) => request.event === event);
    const [request] = this.sent.splice(index, 1);
    if (index < 0 || !request) throw new Error(`no ${event} was sent`);
    return request;
  }
}
