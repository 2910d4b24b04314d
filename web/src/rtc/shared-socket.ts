import type { OpenSocket, SignalingSocket } from './signaling-socket';

type Listener = (...args: never[]) => void;

/**
 * One connection with two users: its keeper, and the signaling client of a call's room. To that
 * client each share looks like a socket of its own. Only the keeper opens connections.
 */
export class SharedSocket {
  readonly #drop: () => void;
  #socket: SignalingSocket | null = null;
  #leases = new Set<Lease>();

  /** `drop` is called when the room finds the connection dead. */
  constructor(drop: () => void) {
    this.#drop = drop;
  }

  readonly open: OpenSocket = Object.assign(() => this.#lease(), { isShared: true });

  handleUp(socket: SignalingSocket): void {
    this.#socket = socket;
    for (const lease of [...this.#leases]) lease.attach(socket);
  }

  handleDown(): void {
    this.#socket = null;
    const leases = [...this.#leases];
    this.#leases = new Set();
    for (const lease of leases) lease.detach();
  }

  #lease(): Lease {
    const lease = new Lease((dropped) => {
      this.#leases.delete(lease);
      if (dropped && dropped === this.#socket) this.#drop();
    });
    this.#leases.add(lease);
    if (this.#socket) lease.attach(this.#socket);
    return lease;
  }
}

/** A room's share of the connection, from one `connect` to one `disconnect`. */
class Lease implements SignalingSocket {
  readonly #onEnd: (dropped: SignalingSocket | null) => void;
  readonly #listeners: [event: string, listener: Listener][] = [];
  /** Listeners registered on the connection, which outlives this share. */
  #forwards: [event: string, listener: Listener][] = [];
  #socket: SignalingSocket | null = null;
  /** True if this share has sent `join` and not yet `leave`. */
  #joined = false;
  #over = false;

  constructor(onEnd: (dropped: SignalingSocket | null) => void) {
    this.#onEnd = onEnd;
  }

  attach(socket: SignalingSocket): void {
    this.#socket = socket;
    for (const [event, listener] of this.#listeners) this.#forward(event, listener);
    // As with a real socket, `connect` comes after the opener has registered its listeners.
    queueMicrotask(() => this.#tell('connect'));
  }

  detach(): void {
    if (!this.#over) this.#tell(this.#socket ? 'disconnect' : 'connect_error');
    this.#end();
  }

  on(event: string, listener: Listener): void {
    this.#listeners.push([event, listener]);
    if (this.#socket && !this.#over) this.#forward(event, listener);
  }

  off(event: string, listener: Listener): void {
    const isIt = ([name, other]: [string, Listener]) => name === event && other === listener;
    const at = this.#listeners.findIndex(isIt);
    if (at >= 0) this.#listeners.splice(at, 1);
    const forwarded = this.#forwards.findIndex(isIt);
    if (forwarded >= 0) this.#forwards.splice(forwarded, 1);
    this.#socket?.off(event, listener);
  }

  emit(event: string, ...args: unknown[]): void {
    if (this.#over) return;
    if (event === 'join') this.#joined = true;
    if (event === 'leave') this.#joined = false;
    this.#socket?.emit(event, ...args);
  }

  /**
   * Ends the share. Drops the connection too if its participant never left: another join would
   * fail.
   */
  disconnect(): void {
    if (this.#over) return;
    const socket = this.#socket;
    this.#end();
    this.#onEnd(this.#joined ? socket : null);
  }

  #end(): void {
    this.#over = true;
    for (const [event, listener] of this.#forwards) this.#socket?.off(event, listener);
    this.#forwards = [];
    this.#socket = null;
  }

  #forward(event: string, listener: Listener): void {
    if (event === 'connect' || event === 'disconnect' || event === 'connect_error') return;
    this.#forwards.push([event, listener]);
    this.#socket?.on(event, listener);
  }

  #tell(event: string): void {
    for (const [name, listener] of this.#listeners) {
      if (name === event && !this.#over) (listener as () => void)();
    }
  }
}
