import type { OpenSocket, SignalingSocket } from './signaling-socket';

type Listener = (...args: never[]) => void;

/**
 * One connection that two use: whoever keeps it, and a room's signaling client for as long as one is in a room,
 * which gets a socket of its own by `open`, as far as it can see. It opens none: that is the keeper's.
 */
export class SharedSocket {
  readonly #drop: () => void;
  #socket: SignalingSocket | null = null;
  #leases = new Set<Lease>();

  /** `drop`: the room found that the connection is dead. */
  constructor(drop: () => void) {
    this.#drop = drop;
  }

  readonly open: OpenSocket = () => {
    const lease = new Lease((dropped) => {
      this.#leases.delete(lease);
      if (dropped && dropped === this.#socket) this.#drop();
    });
    this.#leases.add(lease);
    if (this.#socket) lease.attach(this.#socket);
    return lease;
  };

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
}

/** What a room has of the connection, from one `connect` to one `disconnect`. */
class Lease implements SignalingSocket {
  readonly #onEnd: (dropped: SignalingSocket | null) => void;
  readonly #listeners: [event: string, listener: Listener][] = [];
  #socket: SignalingSocket | null = null;
  /** Whether the connection has a participant, as far as was asked for here. */
  #joined = false;
  #over = false;

  constructor(onEnd: (dropped: SignalingSocket | null) => void) {
    this.#onEnd = onEnd;
  }

  attach(socket: SignalingSocket): void {
    this.#socket = socket;
    for (const [event, listener] of this.#listeners) this.#forward(event, listener);
    // As with a socket of its own, not before whoever opened it has seen it.
    queueMicrotask(() => this.#tell('connect'));
  }

  detach(): void {
    const over = this.#over;
    if (!over) this.#tell(this.#socket ? 'disconnect' : 'connect_error');
    this.#over = true;
  }

  on(event: string, listener: Listener): void {
    this.#listeners.push([event, listener]);
    if (this.#socket) this.#forward(event, listener);
  }

  emit(event: string, ...args: unknown[]): void {
    if (this.#over) return;
    if (event === 'join') this.#joined = true;
    if (event === 'leave') this.#joined = false;
    this.#socket?.emit(event, ...args);
  }

  /** A connection with a participant nobody has left would be of no use for the next join. */
  disconnect(): void {
    if (this.#over) return;
    this.#over = true;
    this.#onEnd(this.#joined ? this.#socket : null);
  }

  #forward(event: string, listener: Listener): void {
    if (event === 'connect' || event === 'disconnect' || event === 'connect_error') return;
    this.#socket?.on(event, (...args: never[]) => {
      if (!this.#over) listener(...args);
    });
  }

  #tell(event: string): void {
    for (const [name, listener] of this.#listeners) {
      if (name === event && !this.#over) (listener as () => void)();
    }
  }
}
