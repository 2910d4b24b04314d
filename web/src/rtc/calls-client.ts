import { Emitter } from '../lib/emitter';
import type {
  Ack,
  CallEvents,
  ClientToServerEvents,
  ErrorBody,
  SignedIn,
  SignInRequest,
} from '../protocol/protocol.gen';
import { Reconnector } from './reconnector';
import { RequestQueue } from './request-queue';
import { SharedSocket } from './shared-socket';
import type { OpenSocket, SignalingSocket } from './signaling-socket';

/** Requests that need a sign-in. */
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

/** An event about the person's own calls and contacts. */
export type CallsEvent = {
  [Name in keyof CallEvents]: { name: Name; payload: Parameters<CallEvents[Name]>[0] };
}[keyof CallEvents];

export interface CallsClientEvents {
  /** The client has signed in on a new connection; events with the present state follow. */
  signed_in: { reply: SignedIn; clockOffset: number };
  told: CallsEvent;
  /** The connection was lost; the client is already reconnecting. */
  down: null;
}

/** The person's identity in this browser. */
export interface Identity {
  /**
   * Calls `signIn` with proof of identity and stores the token it resolves to. Pages take turns.
   */
  prove(signIn: (proof: SignInRequest) => Promise<string | null>): Promise<void>;
  /** Drops a token that the server refused: the next sign-in creates a new identity. */
  forget(): void;
}

const EVENTS = [
  'call_changed',
  'call_signal',
  'availability',
  'direct_message',
  'myself_changed',
] as const satisfies readonly (keyof CallEvents)[];

/**
 * Connection of a person who can be called: signs in and reconnects for ever. The room of a call
 * uses the same connection, through `room`.
 */
export class CallsClient {
  readonly events = new Emitter<CallsClientEvents>();
  readonly #identity: Identity;
  readonly #connection: Reconnector;
  readonly #requests = new RequestQueue(() => this.#connection.reconnect());
  readonly #shared = new SharedSocket(() => this.#connection.reconnect());
  /** Events that arrived before the acknowledgement of the sign-in. */
  #early: CallsEvent[] = [];
  /** Ends a sign-in that still waits for an answer. */
  #abandonSignIn: () => void = () => {};

  constructor(openSocket: OpenSocket, identity: Identity, random: () => number = Math.random) {
    this.#identity = identity;
    this.#connection = new Reconnector(
      openSocket,
      {
        opened: (socket) => this.#listen(socket),
        connected: (socket) => void this.#signIn(socket),
        dropped: (wasReady) => this.#handleDropped(wasReady),
        probe: (alive) => void this.ask('ice_servers', {}).then(alive, alive),
      },
      random,
    );
  }

  get isUp(): boolean {
    return this.#connection.isReady;
  }

  /** Opens a room's share of this connection. */
  get room(): OpenSocket {
    return this.#shared.open;
  }

  start(): void {
    this.#connection.start();
  }

  /**
   * Sends a request. It fails with `disconnected` if the connection is lost; a `kept` request is
   * sent again on return.
   */
  ask<Name extends CallsRequest>(
    name: Name,
    payload: AskPayload<Name>,
    kept = false,
  ): Promise<Answer<Name>> {
    return this.#requests.send(name, payload, kept);
  }

  /** The network or the page is back: retries at once, or checks that the connection is alive. */
  poke(): void {
    this.#connection.poke();
  }

  /** The browser lost its network: checks at once whether the connection is alive. */
  probe(): void {
    this.#connection.probe();
  }

  close(): void {
    this.#connection.close();
    this.#abandonSignIn();
    this.#requests.close();
    this.#shared.handleDown();
    this.events.clear();
  }

  #listen(socket: SignalingSocket): void {
    this.#early = [];
    for (const name of EVENTS) {
      socket.on(name, (payload: never) => {
        if (this.#connection.socket === socket) this.#handleTold({ name, payload } as CallsEvent);
      });
    }
  }

  async #signIn(socket: SignalingSocket): Promise<void> {
    const isCurrent = () => this.#connection.socket === socket;
    let refused: ErrorBody | null = null;
    await this.#identity.prove(async (proof) => {
      if (!isCurrent()) return null;
      // The wait for another page that was signing in does not count against the server.
      this.#connection.restartTimeout();
      const sentAt = Date.now();
      const ack = await new Promise<Ack<SignedIn>>((resolve) => {
        // A lost connection must not keep other pages waiting for their turn.
        this.#abandonSignIn = () => resolve({ error: GONE });
        socket.emit('sign_in', proof, resolve);
      });
      if (!isCurrent()) return 'ok' in ack ? ack.ok.token : null;
      if ('error' in ack) {
        refused = ack.error;
        return null;
      }
      this.#handleSignedIn(socket, ack.ok, (sentAt + Date.now()) / 2);
      return ack.ok.token;
    });
    if (refused && isCurrent()) this.#handleRefused(refused);
  }

  #handleTold(event: CallsEvent): void {
    if (this.isUp) this.events.emit('told', event);
    else this.#early.push(event);
  }

  #handleSignedIn(socket: SignalingSocket, reply: SignedIn, measuredAt: number): void {
    this.#connection.ready();
    this.#requests.open(socket);
    this.events.emit('signed_in', { reply, clockOffset: reply.server_time - measuredAt });
    const early = this.#early;
    this.#early = [];
    for (const event of early) this.events.emit('told', event);
    this.#shared.handleUp(socket);
  }

  #handleRefused({ code, retry_after_ms }: ErrorBody): void {
    if (code === 'invalid_token') this.#identity.forget();
    this.#connection.postpone(retry_after_ms ?? 0);
    this.#connection.reconnect();
  }

  #handleDropped(wasReady: boolean): void {
    this.#abandonSignIn();
    this.#early = [];
    this.#requests.suspend();
    this.#shared.handleDown();
    if (wasReady) this.events.emit('down', null);
  }
}

const GONE: ErrorBody = { code: 'internal', message: 'the connection is gone' };
