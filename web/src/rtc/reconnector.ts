import { type Backoff, backoffDelay } from '../lib/backoff';
import { Timers } from '../lib/timers';
import type { ServerClosing } from '../protocol/protocol.gen';
import type { OpenSocket, SignalingSocket } from './signaling-socket';

/** The wait before the second and every later retry. */
const BACKOFF: Backoff = { base: 500, cap: 8_000, jitter: 0.5 };
/**
 * Spread of the first retry, in ms. A server that dies drops every client in the same instant, and
 * their retries must not arrive in the same instant.
 */
const FIRST_RETRY_SPREAD = 1_000;
/** A connection this old, in ms, counts as stable: the next drop starts the backoff anew. */
const STABLE_AFTER = 5_000;
/** From opening a socket to `ready`, in ms. */
const CONNECT_TIMEOUT = 10_000;
/** A connection that answers no probe within this is dead, in ms. */
const PROBE_TIMEOUT = 3_000;

export interface ReconnectorHandlers {
  /** A new socket was opened: the owner registers its listeners. It is not connected yet. */
  opened(socket: SignalingSocket): void;
  /** The socket is connected: the owner authenticates on it, and then calls `ready`. */
  connected(socket: SignalingSocket): void;
  /** The socket was dropped and a retry is scheduled. `wasReady`: `ready` had been called. */
  dropped(wasReady: boolean): void;
  /** Sends any request on the current socket and calls `alive` when an answer arrives. */
  probe(alive: () => void): void;
}

type State = 'idle' | 'connecting' | 'ready' | 'waiting' | 'closed';

/**
 * Keeps one signaling connection open: opens a socket and replaces it for ever when it fails. Every
 * client reconnects through this class, so the rules that protect the server are here: retries wait
 * exponentially longer, each wait is random in part, no retry comes before the time the server
 * named, and a server that accepts and drops connections does not reset the backoff.
 */
export class Reconnector {
  readonly #openSocket: OpenSocket;
  readonly #handlers: ReconnectorHandlers;
  readonly #random: () => number;
  readonly #timers = new Timers<'connect' | 'retry' | 'probe' | 'stable'>();
  #state: State = 'idle';
  #socket: SignalingSocket | null = null;
  #attempt = 0;
  /** No retry before this time. Clients with the same time spread over `#spread` ms after it. */
  #notBefore = 0;
  #spread = 0;

  constructor(
    openSocket: OpenSocket,
    handlers: ReconnectorHandlers,
    random: () => number = Math.random,
  ) {
    this.#openSocket = openSocket;
    this.#handlers = handlers;
    this.#random = random;
  }

  get socket(): SignalingSocket | null {
    return this.#socket;
  }

  get isReady(): boolean {
    return this.#state === 'ready';
  }

  /** Opens the first socket. */
  start(): void {
    if (this.#state === 'idle') this.#connect();
  }

  /** The owner has authenticated. */
  ready(): void {
    if (this.#state !== 'connecting') return;
    this.#timers.clear('connect');
    this.#state = 'ready';
    this.#notBefore = 0;
    this.#timers.set('stable', STABLE_AFTER, () => {
      this.#attempt = 0;
    });
  }

  /** Restarts the connect timeout: so far the owner waited for something else than the server. */
  restartTimeout(): void {
    if (this.#state === 'connecting') this.#awaitReady();
  }

  /** The server asks clients to stay away for `ms`. Takes effect at the next drop. */
  postpone(ms: number): void {
    const until = Date.now() + ms;
    if (until < this.#notBefore) return;
    this.#notBefore = until;
    // A longer wait collects more clients, so it is spread wider.
    this.#spread = Math.max(FIRST_RETRY_SPREAD, ms / 2);
  }

  /** Drops the broken connection and schedules a retry. */
  reconnect(): void {
    if (this.#state === 'closed' || this.#state === 'idle') return;
    const wasReady = this.isReady;
    this.#timers.clearAll();
    this.#drop();
    this.#state = 'waiting';
    const delay = this.#delay();
    this.#attempt += 1;
    this.#timers.set('retry', delay, () => this.#connect());
    this.#handlers.dropped(wasReady);
  }

  /** The network or the page is back: retries at once, or checks that the connection is alive. */
  poke(): void {
    if (this.#state === 'waiting' && Date.now() >= this.#notBefore) this.#connect();
    else this.probe();
  }

  /** Replaces a connection that does not answer. Does nothing while there is none. */
  probe(): void {
    if (!this.isReady || this.#timers.has('probe')) return;
    this.#timers.set('probe', PROBE_TIMEOUT, () => this.reconnect());
    const socket = this.#socket;
    this.#handlers.probe(() => {
      if (this.#socket === socket) this.#timers.clear('probe');
    });
  }

  /** Stops for good. */
  close(): void {
    this.release()?.disconnect();
  }

  /** Stops for good. The owner disconnects the returned open socket after a last message. */
  release(): SignalingSocket | null {
    this.#state = 'closed';
    this.#timers.clearAll();
    const socket = this.#socket;
    this.#socket = null;
    return socket;
  }

  #connect(): void {
    this.#timers.clear('retry');
    this.#state = 'connecting';
    const socket = this.#openSocket(this.#attempt);
    this.#socket = socket;
    const current = (act: () => void): void => {
      if (this.#socket === socket) act();
    };
    // A shared socket waits for its connection, which has a timeout of its own.
    if (!this.#openSocket.isShared) this.#awaitReady();
    socket.on('connect', () =>
      current(() => {
        if (this.#openSocket.isShared) this.#awaitReady();
        this.#handlers.connected(socket);
      }),
    );
    socket.on('connect_error', () => current(() => this.reconnect()));
    socket.on('disconnect', () => current(() => this.reconnect()));
    socket.on('server_closing', ({ reconnect_after_ms }: ServerClosing) =>
      current(() => this.postpone(reconnect_after_ms)),
    );
    this.#handlers.opened(socket);
  }

  #awaitReady(): void {
    this.#timers.set('connect', CONNECT_TIMEOUT, () => this.reconnect());
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.disconnect();
  }

  #delay(): number {
    const random = this.#random();
    // The keeper of a shared socket backs off for all its users.
    const backoff = this.#openSocket.isShared
      ? 0
      : this.#attempt === 0
        ? FIRST_RETRY_SPREAD * random
        : backoffDelay(BACKOFF, this.#attempt - 1, random);
    const asked = this.#notBefore - Date.now();
    return asked > 0 ? Math.max(backoff, asked + this.#spread * this.#random()) : backoff;
  }
}
