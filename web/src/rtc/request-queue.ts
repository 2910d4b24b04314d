import { Timers } from '../lib/timers';
import type { Ack, ClientToServerEvents, ErrorCode } from '../protocol/protocol.gen';
import type { SignalingSocket } from './signaling-socket';

/** Why a request failed. `disconnected`: it may or may not have reached the server. */
export class SignalingError extends Error {
  readonly code: ErrorCode | 'disconnected';
  /** With `rate_limited`: how long the client must wait, in ms. */
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
  /** True if the request is sent again after a reconnect; others fail with the connection. */
  kept: boolean;
  /** True while the request waits for its acknowledgement on the present connection. */
  inFlight: boolean;
  tries: number;
  resolve: (value: never) => void;
  reject: (error: SignalingError) => void;
}

/** A request unanswered for this long means that the connection is dead, in ms. */
const ACK_TIMEOUT = 8_000;
const MAX_TRIES = 3;
/**
 * Requests with a rate limit of their own, which may last a minute: they fail at once and hold up
 * no other.
 */
const LIMITED_ALONE: ReadonlySet<Request['event']> = new Set(['call', 'send_direct']);
/** Errors that mean the server lost this connection's sign-in or join. */
const FOREIGN: ReadonlySet<ErrorCode> = new Set(['not_joined', 'not_signed_in']);

/** Queue of requests in the order in which they were made. It sends only on a joined connection. */
export class RequestQueue {
  readonly #onDead: () => void;
  readonly #timers = new Timers<'ack' | 'rate'>();
  #socket: SignalingSocket | null = null;
  #requests: Request[] = [];
  #closed = false;

  /** `onDead` is called when the connection is dead or has lost its participant. */
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

  /** The connection has joined: sends waiting requests. */
  open(socket: SignalingSocket): void {
    this.#socket = socket;
    this.#pump();
  }

  /** The connection was lost. */
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

  /** Rejects requests that no longer matter. */
  drop(which: (request: Request) => boolean): void {
    const dropped = this.#requests.filter(which);
    this.#requests = this.#requests.filter((request) => !dropped.includes(request));
    for (const request of dropped) request.reject(disconnected());
  }

  /**
   * Sends waiting requests in order without awaiting answers, so that each costs no extra round
   * trip.
   */
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
        // The rate limit is not this request's fault: the try does not count, and later requests
        // wait too.
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
