import { type Backoff, backoffDelay } from '../lib/backoff';
import { Emitter } from '../lib/emitter';
import { Timers } from '../lib/timers';
import type {
  Ack,
  CallEvents,
  ClientToServerEvents,
  ErrorBody,
  ServerClosing,
  SignedIn,
  SignInRequest,
} from './protocol.gen';
import { RequestQueue } from './request-queue';
import { SharedSocket } from './shared-socket';
import type { OpenSocket, SignalingSocket } from './signaling-socket';

/** What somebody who has signed in may ask for. */
export type CallsRequest =
  | 'set_profile'
  | 'set_away'
  | 'block'
  | 'unblock'
  | 'call'
  | 'answer_call'
  | 'decline_call'
  | 'hang_up'
  | 'call_connected'
  | 'call_failed'
  | 'call_signal'
  | 'resume_call'
  | 'call_history'
  | 'delete_call'
  | 'clear_missed'
  | 'send_direct'
  | 'direct_history'
  | 'mark_read'
  | 'delete_conversation'
  | 'myself'
  | 'ice_servers';
type Handler<Name extends CallsRequest> = ClientToServerEvents[Name];
export type AskPayload<Name extends CallsRequest> = Parameters<Handler<Name>>[0];
type Reply<Name extends CallsRequest> = Parameters<Parameters<Handler<Name>>[1]>[0];
export type Answer<Name extends CallsRequest> = Extract<Reply<Name>, { ok: unknown }>['ok'];

/** An event about one's own calls and those one has talked with. */
export type CallsEvent = {
  [Name in keyof CallEvents]: { name: Name; payload: Parameters<CallEvents[Name]>[0] };
}[keyof CallEvents];

export interface CallsClientEvents {
  /** On a new connection; how everything stands follows. */
  signed_in: { reply: SignedIn; clockOffset: number };
  told: CallsEvent;
  /** The connection is away; the client is already on its way back. */
  down: null;
}

/** Who one is. */
export interface Identity {
  /** Calls `signIn` with what proves it, and keeps the token it resolves to, if any: one page at a time. */
  prove(signIn: (proof: SignInRequest) => Promise<string | null>): Promise<void>;
  /** The server does not take the token: from now on one is somebody new. */
  forget(): void;
}

const EVENTS = [
  'call_changed',
  'call_signal',
  'availability',
  'direct_message',
  'myself_changed',
] as const satisfies readonly (keyof CallEvents)[];
const BACKOFF: Backoff = { base: 500, cap: 8_000, jitter: 0.5 };
const CONNECT_TIMEOUT = 10_000;
const VERIFY_TIMEOUT = 3_000;

/**
 * The connection of somebody who can be rung: signs in, and comes back by itself for ever. While one is in a call
 * its room is on the same connection, through `room`.
 */
export class CallsClient {
  readonly events = new Emitter<CallsClientEvents>();
  readonly #openSocket: OpenSocket;
  readonly #identity: Identity;
  readonly #random: () => number;
  readonly #timers = new Timers<'connect' | 'retry' | 'verify'>();
  readonly #requests = new RequestQueue(() => this.#reconnect());
  readonly #shared = new SharedSocket(() => this.#reconnect());
  #socket: SignalingSocket | null = null;
  #up = false;
  /** What overtook the acknowledgement of signing in. */
  #early: CallsEvent[] = [];
  #closed = false;
  #attempt = 0;
  #notBefore = 0;

  constructor(openSocket: OpenSocket, identity: Identity, random: () => number = Math.random) {
    this.#openSocket = openSocket;
    this.#identity = identity;
    this.#random = random;
  }

  get isUp(): boolean {
    return this.#up;
  }

  /** Opens a room's part of this connection. */
  get room(): OpenSocket {
    return this.#shared.open;
  }

  start(): void {
    this.#connect();
  }

  /** Fails with `disconnected` when the connection goes; what is `kept` is asked for on return instead. */
  ask<Name extends CallsRequest>(
    name: Name,
    payload: AskPayload<Name>,
    kept = false,
  ): Promise<Answer<Name>> {
    return this.#requests.send(name, payload, kept);
  }

  /** The network or the page is back: try at once, or make sure that the connection is alive. */
  poke(): void {
    if (this.#timers.has('retry') && Date.now() >= this.#notBefore) {
      this.#connect();
    } else if (this.#up && !this.#timers.has('verify')) {
      this.#timers.set('verify', VERIFY_TIMEOUT, () => this.#reconnect());
      const alive = (): void => this.#timers.clear('verify');
      this.ask('ice_servers', {}).then(alive, alive);
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#timers.clearAll();
    this.#dropSocket();
    this.#requests.close();
    this.events.clear();
  }

  #connect(): void {
    if (this.#closed) return;
    this.#timers.clear('retry');
    const socket = this.#openSocket(this.#attempt);
    this.#socket = socket;
    this.#timers.set('connect', CONNECT_TIMEOUT, () => this.#reconnect());
    const current = (act: () => void): void => {
      if (this.#socket === socket) act();
    };
    socket.on('connect', () => current(() => void this.#signIn(socket)));
    socket.on('connect_error', () => current(() => this.#reconnect()));
    socket.on('disconnect', () => current(() => this.#reconnect()));
    socket.on('server_closing', ({ reconnect_after_ms }: ServerClosing) =>
      current(() => {
        this.#notBefore = Date.now() + reconnect_after_ms;
      }),
    );
    for (const name of EVENTS) {
      socket.on(name, (payload: never) =>
        current(() => this.#handleTold({ name, payload } as CallsEvent)),
      );
    }
  }

  async #signIn(socket: SignalingSocket): Promise<void> {
    let refused: ErrorBody | null = null;
    await this.#identity.prove(async (proof) => {
      if (this.#socket !== socket) return null;
      const sentAt = Date.now();
      const ack = await new Promise<Ack<SignedIn>>((resolve) => {
        // A connection that goes before it answers must not keep other pages waiting.
        socket.on('disconnect', () => resolve({ error: GONE }));
        this.#timers.set('connect', CONNECT_TIMEOUT, () => {
          resolve({ error: GONE });
          if (this.#socket === socket) this.#reconnect();
        });
        socket.emit('sign_in', proof, resolve);
      });
      if (this.#socket !== socket) return 'ok' in ack ? ack.ok.token : null;
      if ('error' in ack) {
        refused = ack.error;
        return null;
      }
      this.#handleSignedIn(socket, ack.ok, (sentAt + Date.now()) / 2);
      return ack.ok.token;
    });
    if (refused && this.#socket === socket) this.#handleRefused(refused);
  }

  #handleTold(event: CallsEvent): void {
    if (this.#up) this.events.emit('told', event);
    else this.#early.push(event);
  }

  #handleSignedIn(socket: SignalingSocket, reply: SignedIn, measuredAt: number): void {
    this.#timers.clear('connect');
    this.#up = true;
    this.#attempt = 0;
    this.#notBefore = 0;
    this.#requests.open(socket);
    this.events.emit('signed_in', { reply, clockOffset: reply.server_time - measuredAt });
    const early = this.#early;
    this.#early = [];
    for (const event of early) this.events.emit('told', event);
    this.#shared.handleUp(socket);
  }

  #handleRefused({ code, retry_after_ms }: ErrorBody): void {
    if (code === 'invalid_token') this.#identity.forget();
    this.#notBefore = Math.max(this.#notBefore, Date.now() + (retry_after_ms ?? 0));
    this.#reconnect();
  }

  #reconnect(): void {
    if (this.#closed) return;
    const wasUp = this.#up;
    this.#dropSocket();
    this.#timers.clearAll();
    this.#requests.suspend();
    const backoff =
      this.#attempt === 0
        ? 200 * this.#random()
        : backoffDelay(BACKOFF, this.#attempt - 1, this.#random());
    this.#attempt += 1;
    const asked = this.#notBefore - Date.now();
    const delay = asked > 0 ? asked + 1_000 * this.#random() : backoff;
    this.#timers.set('retry', Math.max(delay, backoff), () => this.#connect());
    if (wasUp) this.events.emit('down', null);
  }

  #dropSocket(): void {
    const socket = this.#socket;
    this.#socket = null;
    this.#up = false;
    this.#early = [];
    socket?.disconnect();
    this.#shared.handleDown();
  }
}

const GONE: ErrorBody = { code: 'internal', message: 'the connection is gone' };
