import { Timers } from '../lib/timers';
import type { Ack, ClientToServerEvents, ErrorCode } from './protocol.gen';
import type { SignalingSocket } from './signaling-socket';

/** Why a request was not done. `disconnected`: it may or may not have reached the server. */
export class SignalingError extends Error {
  readonly code: ErrorCode | 'disconnected';
  /** With `rate_limited`: how long to wait. */
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode | 'disconnected', message: string, retryAfterMs?: number) {
    super(message);
    this.name = 'SignalingError';
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

export interface Request {
  event: keyof ClientToServerEvents;
  payload: unknown;
  /** Sent again after a reconnect; the others fail when the connection goes. */
  kept: boolean;
  /** Sent on the present connection and not acknowledged yet. */
  inFlight: boolean;
  tries: number;
  resolve: (value: never) => void;
  reject: (error: SignalingError) => void;
}

/** A request that long without answer means that the connection is dead. */
const ACK_TIMEOUT = 8_000;
const MAX_TRIES = 3;
/** A limit of their own, for a minute perhaps: the person is told, and nothing else waits for it. */
const LIMITED_ALONE: ReadonlySet<Request['event']> = new Set(['call', 'send_direct']);
/** The connection is not what it is held for. */
const FOREIGN: ReadonlySet<ErrorCode> = new Set(['not_joined', 'not_signed_in']);

/** Requests in the order in which they were made, sent while there is a connection that has joined. */
export class RequestQueue {
  readonly #onDead: () => void;
  readonly #timers = new Timers<'ack' | 'rate'>();
  #socket: SignalingSocket | null = null;
  #requests: Request[] = [];
  #closed = false;

  /** `onDead`: the connection is no good, or has no participant any more. */
  constructor(onDead: () => void) {
    this.#onDead = onDead;
  }

  send<T>(event: Request['event'], payload: unknown, kept: boolean): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#closed || (!kept && !this.#socket)) {
        reject(disconnected());
        return;
      }
      this.#requests.push({ event, payload, kept, inFlight: false, tries: 0, resolve, reject });
      this.#pump();
    });
  }

  /** The connection has joined: sends what waits. */
  open(socket: SignalingSocket): void {
    this.#socket = socket;
    this.#pump();
  }

  /** The connection is gone. */
  suspend(): void {
    this.#socket = null;
    this.#timers.clearAll();
    for (const request of this.#requests) request.inFlight = false;
    this.drop((request) => !request.kept);
  }

  close(): void {
    this.#closed = true;
    this.#socket = null;
    this.#timers.clearAll();
    this.drop(() => true);
  }

  /** Lets requests go that are of no use any more. */
  drop(which: (request: Request) => boolean): void {
    const dropped = this.#requests.filter(which);
    this.#requests = this.#requests.filter((request) => !dropped.includes(request));
    for (const request of dropped) request.reject(disconnected());
  }

  /** Sends what waits, in order, without awaiting each answer: a candidate more is no round trip more. */
  #pump(): void {
    const socket = this.#socket;
    if (!socket || this.#timers.has('rate')) return;
    for (const request of this.#requests) {
      if (request.inFlight) continue;
      request.inFlight = true;
      request.tries += 1;
      socket.emit(request.event, request.payload, (ack: Ack<never>) => {
        if (this.#socket === socket && request.inFlight) this.#handleAck(request, ack);
      });
    }
    this.#awaitAcks();
  }

  #handleAck(request: Request, ack: Ack<never>): void {
    request.inFlight = false;
    if ('error' in ack) {
      const { code, message, retry_after_ms } = ack.error;
      if (code === 'rate_limited' && !LIMITED_ALONE.has(request.event)) {
        // Not the request's fault, so no try of its own; all that comes after it waits as well.
        request.tries -= 1;
        this.#timers.set('rate', retry_after_ms ?? 1_000, () => this.#pump());
      } else if (FOREIGN.has(code) || code === 'server_closing') {
        if (FOREIGN.has(code)) this.#onDead();
        return;
      } else {
        this.#remove(request);
        request.reject(new SignalingError(code, message, retry_after_ms));
      }
    } else {
      this.#remove(request);
      request.resolve(ack.ok);
    }
    this.#awaitAcks();
  }

  #awaitAcks(): void {
    this.#timers.clear('ack');
    if (!this.#requests.some((request) => request.inFlight)) return;
    this.#timers.set('ack', ACK_TIMEOUT, () => {
      const worn = this.#requests.filter((request) => request.tries >= MAX_TRIES);
      this.drop((request) => worn.includes(request));
      this.#onDead();
    });
  }

  #remove(request: Request): void {
    this.#requests = this.#requests.filter((other) => other !== request);
  }
}

function disconnected(): SignalingError {
  return new SignalingError('disconnected', 'the signaling connection is gone');
}
