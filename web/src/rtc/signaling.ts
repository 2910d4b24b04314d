import { type Backoff, backoffDelay } from '../lib/backoff';
import { Emitter } from '../lib/emitter';
import { Timers } from '../lib/timers';
import type {
  Ack,
  ChatMessage,
  ChatMessageId,
  ChatPage,
  ClientToServerEvents,
  ErrorBody,
  ErrorCode,
  IceServers,
  JoinReply,
  MediaState,
  MeetingId,
  Removed,
  RoomEvents,
  SendChatRequest,
  ServerClosing,
  SignalRequest,
} from './protocol.gen';
import type { OpenSocket, SignalingSocket } from './signaling-socket';

/** What `join` is acknowledged with when the room is sent whole. */
export type JoinedReply = Extract<JoinReply, { status: 'joined' }>;
/** What `join` is acknowledged with in front of the lobby's door. */
type WaitingReply = Extract<JoinReply, { status: 'waiting' }>;
/** What `join` is acknowledged with when the presence goes on. */
export type ResumedReply = Extract<JoinReply, { status: 'resumed' }>;

/** An event of the room, each exactly once and in order. */
export type RoomEvent = {
  [Name in keyof RoomEvents]: { name: Name; payload: Parameters<RoomEvents[Name]>[0] };
}[keyof RoomEvents];

/** Why a request was not done. `disconnected`: it may or may not have reached the server. */
export class SignalingError extends Error {
  readonly code: ErrorCode | 'disconnected';

  constructor(code: ErrorCode | 'disconnected', message: string) {
    super(message);
    this.name = 'SignalingError';
    this.code = code;
  }
}

export interface SignalingClientEvents {
  /** In the room, and this is its state: after the first join, and whenever resuming was not possible. */
  joined: { reply: JoinedReply; clockOffset: number };
  /** Back in the room; what was missed follows as `room` events. */
  resumed: { reply: ResumedReply; clockOffset: number };
  room: RoomEvent;
  /** The connection is away; the client is already on its way back. */
  down: { since: number };
  /** In the lobby: `joined` follows when a host admits one. */
  waiting: { hostPresent: boolean };
  /** A host sent one away from the lobby. The client has stopped. */
  denied: null;
  /** A host removed one. The client has stopped. */
  removed: { mayReturn: boolean };
  /** A host ended the meeting for all. The client has stopped. */
  ended: null;
  /** Another connection took up this presence. The client has stopped. */
  superseded: null;
  /** Joining was refused for good, or never succeeded at all. The client has stopped. */
  failed: JoinFailure;
}

/** Why joining did not work. */
export interface JoinFailure {
  code: ErrorCode | 'unreachable';
  message: string;
  /** With `rate_limited`: how long to wait. */
  retryAfterMs?: number;
}

export interface JoinOptions {
  meetingId: MeetingId;
  name: string;
  /** Of an earlier join, if one is remembered. */
  token: string | null;
  /** Of whoever made the meeting, if that was here. */
  hostToken: string | null;
  /** Of the meeting, if the person was asked for it. */
  password: string | null;
  /** Asked for at every join, so that a return tells what is so then. */
  media: () => MediaState;
}

interface Request {
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

type Phase = 'idle' | 'waiting' | 'connecting' | 'lobby' | 'joined' | 'closed';
type TimerName = 'connect' | 'retry' | 'first_join' | 'ack' | 'rate' | 'leave' | 'verify';

const BACKOFF: Backoff = { base: 500, cap: 8_000, jitter: 0.5 };
/** From opening a socket to the acknowledged join. */
const CONNECT_TIMEOUT = 10_000;
/** For how long the very first join is tried before the person is told. */
const FIRST_JOIN_TIMEOUT = 25_000;
/** A request that long without answer means that the connection is dead. */
const ACK_TIMEOUT = 8_000;
const VERIFY_TIMEOUT = 3_000;
const LEAVE_TIMEOUT = 1_000;
const MAX_TRIES = 3;
const UNREACHABLE: JoinFailure = { code: 'unreachable', message: 'the server did not answer' };
const ROOM_EVENTS = [
  'participant_joined',
  'participant_changed',
  'participant_left',
  'room_changed',
  'signal',
  'chat_message',
  'reaction',
  'lobby_changed',
  'source_stopped',
  'unmute_asked',
] as const satisfies readonly (keyof RoomEvents)[];
/** Trying again would be answered the same. */
const FATAL: ReadonlySet<ErrorCode> = new Set([
  'meeting_not_found',
  'room_full',
  'lobby_full',
  'meeting_locked',
  'meeting_ended',
  'password_required',
  'wrong_password',
  'removed',
  'invalid_token',
  'invalid_payload',
  'too_large',
  'unknown_event',
]);

/**
 * The client's end of the signaling protocol: joins, comes back by itself for ever, and hides that
 * from its owner as far as can be. Requests are applied in the order in which they were made;
 * signals that were not acknowledged are sent again after a return, in order, which the receiving
 * transports can bear. Events arrive exactly once and in order: a repeated number is dropped, a
 * missing one is asked for by resuming from the last one seen.
 */
export class SignalingClient {
  readonly events = new Emitter<SignalingClientEvents>();

  readonly #openSocket: OpenSocket;
  readonly #random: () => number;
  readonly #timers = new Timers<TimerName>();
  #phase: Phase = 'idle';
  #socket: SignalingSocket | null = null;
  #join: JoinOptions | null = null;
  #token: string | null = null;
  #hostToken: string | null = null;
  /** Left out of the join to find out which of the two tokens is not good. */
  #doubted: string | null = null;
  #lastSeq: number | null = null;
  #outbox: Request[] = [];
  /** Events that overtook the acknowledgement of the join. */
  #early: { event: RoomEvent; seq: number }[] = [];
  #attempt = 0;
  #notBefore = 0;
  #everJoined = false;
  /** Why the last try to join did not work. */
  #lastFailure: JoinFailure = UNREACHABLE;
  /** Whether the last thing seen on the connection before this one was a gap. */
  #gap = false;

  constructor(openSocket: OpenSocket, random: () => number = Math.random) {
    this.#openSocket = openSocket;
    this.#random = random;
  }

  /** Proves the presence at the next join. */
  get token(): string | null {
    return this.#token;
  }

  /** The host's token, unless the server said that it is none. */
  get hostToken(): string | null {
    return this.#hostToken;
  }

  get isUp(): boolean {
    return this.#phase === 'joined';
  }

  /** Joins and stays joined until `leave`, `close`, `superseded` or `failed`. To be called once. */
  start(join: JoinOptions): void {
    if (this.#phase !== 'idle') throw new Error('a signaling client is started once');
    this.#join = join;
    this.#token = join.token;
    this.#hostToken = join.hostToken;
    this.#timers.set('first_join', FIRST_JOIN_TIMEOUT, () =>
      this.#end('failed', this.#lastFailure),
    );
    this.#connect();
  }

  /** Sends a signal, now or as soon as the connection is back; resolves when the server took it. */
  signal(payload: SignalRequest): Promise<void> {
    return this.#request('signal', payload, true);
  }

  /** Tells what one sends. Fails with `disconnected` when the connection goes: joining again tells it. */
  async setMedia(media: MediaState): Promise<void> {
    await this.#request('set_media', { media }, false);
  }

  /**
   * Sends a message once. Fails with `disconnected` when the connection goes: whoever keeps the queue sends
   * it again, and the server keeps one of them.
   */
  sendChat(message: SendChatRequest): Promise<ChatMessage> {
    return this.#request('send_chat', message, false);
  }

  /** Changes an own message, now or as soon as the connection is back. */
  editChat(id: ChatMessageId, text: string): Promise<ChatMessage> {
    return this.#request('edit_chat', { id, text }, true);
  }

  /** Deletes an own message, now or as soon as the connection is back. */
  deleteChat(id: ChatMessageId): Promise<ChatMessage> {
    return this.#request('delete_chat', { id }, true);
  }

  /** A page of the chat: the newest, or the one before a message. */
  chatHistory(before?: ChatMessageId): Promise<ChatPage> {
    return this.#request('chat_history', before === undefined ? {} : { before }, false);
  }

  /** A reaction is of the moment: it fails with `disconnected` rather than come late. */
  async react(reaction: string): Promise<void> {
    await this.#request('react', { reaction }, false);
  }

  async raiseHand(raised: boolean): Promise<void> {
    await this.#request('raise_hand', { raised }, false);
  }

  iceServers(): Promise<IceServers> {
    return this.#request('ice_servers', {}, false);
  }

  /** The network or the page is back: try at once, or make sure that the connection is alive. */
  poke(): void {
    if (this.#phase === 'waiting' && Date.now() >= this.#notBefore) {
      this.#connect();
    } else if (this.isUp || this.#phase === 'lobby') {
      if (this.#timers.has('verify')) return;
      this.#timers.set('verify', VERIFY_TIMEOUT, () => this.#reconnect());
      const alive = (): void => this.#timers.clear('verify');
      // In the lobby any answer will do, and it is a refusal.
      if (this.isUp) this.iceServers().then(alive, alive);
      else this.#socket?.emit('ice_servers', {}, alive);
    }
  }

  /** Tells the server, best effort, and stops. Safe to call twice. */
  leave(): void {
    const socket = this.isUp || this.#phase === 'lobby' ? this.#socket : null;
    if (!socket) {
      this.close();
      return;
    }
    this.#socket = null;
    this.close();
    // The socket outlives the client for as long as its last message takes.
    const end = (): void => {
      this.#timers.clear('leave');
      socket.disconnect();
    };
    this.#timers.set('leave', LEAVE_TIMEOUT, end);
    socket.emit('leave', {}, end);
  }

  /** Stops without telling the server, which keeps the presence for its grace period. */
  close(): void {
    if (this.#phase === 'closed') return;
    this.#phase = 'closed';
    this.#timers.clearAll();
    this.#dropSocket();
    const outbox = this.#outbox;
    this.#outbox = [];
    for (const request of outbox) request.reject(disconnected());
    this.events.clear();
  }

  #connect(): void {
    const join = this.#join;
    if (!join) return;
    this.#timers.clear('retry');
    this.#phase = 'connecting';
    this.#early = [];
    const socket = this.#openSocket(this.#attempt);
    this.#socket = socket;
    this.#timers.set('connect', CONNECT_TIMEOUT, () => this.#reconnect());
    const current = (act: () => void): void => {
      if (this.#socket === socket) act();
    };

    socket.on('connect', () => current(() => this.#sendJoin(socket, join)));
    socket.on('connect_error', () => current(() => this.#reconnect()));
    socket.on('disconnect', () => current(() => this.#reconnect()));
    socket.on('admitted', (reply: JoinedReply) =>
      current(() => {
        if (this.#phase === 'lobby') this.#handleJoined(reply, reply.server_time - Date.now());
      }),
    );
    socket.on('denied', () => current(() => this.#end('denied', null)));
    socket.on('removed', ({ may_return }: Removed) =>
      current(() => this.#end('removed', { mayReturn: may_return })),
    );
    socket.on('meeting_ended', () => current(() => this.#end('ended', null)));
    socket.on('superseded', () => current(() => this.#end('superseded', null)));
    socket.on('server_closing', ({ reconnect_after_ms }: ServerClosing) =>
      current(() => {
        this.#notBefore = Date.now() + reconnect_after_ms;
      }),
    );
    for (const name of ROOM_EVENTS) {
      socket.on(name, (payload: never, seq: number) =>
        current(() => this.#handleRoomEvent({ name, payload } as RoomEvent, seq)),
      );
    }
  }

  #sendJoin(socket: SignalingSocket, join: JoinOptions): void {
    const sentAt = Date.now();
    const payload = {
      meeting_id: join.meetingId,
      name: join.name,
      media: join.media(),
      ...(this.#token !== null && { token: this.#token }),
      ...(this.#token !== null && this.#lastSeq !== null && { last_seq: this.#lastSeq }),
      ...(this.#hostToken !== null && { host_token: this.#hostToken }),
      // Whoever comes back was let in before.
      ...(this.#token === null && join.password !== null && { password: join.password }),
    };
    socket.emit('join', payload, (ack: Ack<JoinReply>) => {
      if (this.#socket !== socket || this.#phase !== 'connecting') return;
      if ('error' in ack) this.#handleJoinError(socket, join, ack.error);
      else if (ack.ok.status === 'waiting') this.#handleWaiting(ack.ok);
      else this.#handleJoined(ack.ok, ack.ok.server_time - (sentAt + Date.now()) / 2);
    });
  }

  #handleJoinError(socket: SignalingSocket, join: JoinOptions, error: ErrorBody): void {
    const { code, message, retry_after_ms } = error;
    const failure: JoinFailure = {
      code,
      message,
      ...(retry_after_ms !== undefined && { retryAfterMs: retry_after_ms }),
    };
    // Too many passwords were tried: the person should know, rather than try on unseen.
    const guessed = code === 'rate_limited' && this.#token === null && join.password !== null;
    if (code === 'invalid_token' && this.#dropToken()) {
      this.#sendJoin(socket, join);
    } else if (FATAL.has(code) || (guessed && !this.#everJoined)) {
      this.#end('failed', failure);
    } else {
      this.#lastFailure = failure;
      this.#notBefore = Math.max(this.#notBefore, Date.now() + (error.retry_after_ms ?? 0));
      this.#reconnect();
    }
  }

  /**
   * One of the tokens is not good: leaves out that of the presence first, then the host's, then both; whether
   * there was one to leave out.
   */
  #dropToken(): boolean {
    if (this.#token === null && this.#hostToken === null) return false;
    if (this.#token === null) {
      this.#hostToken = null;
      this.#token = this.#doubted;
      this.#doubted = null;
    } else {
      this.#doubted = this.#hostToken === null ? null : this.#token;
      this.#token = null;
    }
    this.#lastSeq = null;
    return true;
  }

  #handleWaiting({ host_present }: WaitingReply): void {
    this.#settle('lobby');
    this.events.emit('waiting', { hostPresent: host_present });
  }

  /** The server took the join. */
  #settle(phase: 'lobby' | 'joined'): void {
    this.#timers.clear('connect');
    this.#timers.clear('first_join');
    this.#phase = phase;
    this.#everJoined = true;
    this.#attempt = 0;
    this.#notBefore = 0;
    this.#doubted = null;
  }

  #handleJoined(reply: JoinedReply | ResumedReply, clockOffset: number): void {
    this.#settle('joined');
    this.#token = reply.token;
    const early = this.#early;
    this.#early = [];
    if (reply.status === 'joined') {
      this.#lastSeq = reply.seq;
      this.#gap = false;
      const here = new Set(reply.room.participants.map((participant) => participant.id));
      this.#dropRequests((request) => {
        return request.event === 'signal' && !here.has((request.payload as SignalRequest).to);
      });
      this.events.emit('joined', { reply, clockOffset });
    } else {
      this.events.emit('resumed', { reply, clockOffset });
    }
    for (const { event, seq } of early) this.#handleRoomEvent(event, seq);
    this.#pump();
  }

  #handleRoomEvent(event: RoomEvent, seq: number): void {
    if (this.#phase === 'connecting') {
      this.#early.push({ event, seq });
      return;
    }
    if (this.#phase !== 'joined' || this.#lastSeq === null || seq <= this.#lastSeq) return;
    if (seq > this.#lastSeq + 1) {
      // Resuming asks for what is missing; if that has a gap as well, only the room whole will do.
      if (this.#gap) this.#lastSeq = null;
      this.#gap = true;
      this.#reconnect();
      return;
    }
    this.#gap = false;
    this.#lastSeq = seq;
    this.events.emit('room', event);
  }

  #request<T>(event: Request['event'], payload: unknown, kept: boolean): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#phase === 'closed' || (!kept && this.#phase !== 'joined')) {
        reject(disconnected());
        return;
      }
      this.#outbox.push({ event, payload, kept, inFlight: false, tries: 0, resolve, reject });
      this.#pump();
    });
  }

  /** Sends what waits, in order, without awaiting each answer: a candidate more is no round trip more. */
  #pump(): void {
    const socket = this.#socket;
    if (this.#phase !== 'joined' || !socket || this.#timers.has('rate')) return;
    for (const request of this.#outbox) {
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
      if (code === 'rate_limited') {
        // Not the request's fault, so no try of its own; all that comes after it waits as well.
        request.tries -= 1;
        this.#timers.set('rate', retry_after_ms ?? 1_000, () => this.#pump());
      } else if (code === 'not_joined' || code === 'server_closing') {
        if (code === 'not_joined') this.#reconnect();
        return;
      } else {
        this.#remove(request);
        request.reject(new SignalingError(code, message));
      }
    } else {
      this.#remove(request);
      request.resolve(ack.ok);
    }
    this.#awaitAcks();
  }

  #awaitAcks(): void {
    this.#timers.clear('ack');
    if (!this.#outbox.some((request) => request.inFlight)) return;
    this.#timers.set('ack', ACK_TIMEOUT, () => {
      const worn = this.#outbox.filter((request) => request.tries >= MAX_TRIES);
      this.#dropRequests((request) => worn.includes(request));
      this.#reconnect();
    });
  }

  #remove(request: Request): void {
    this.#outbox = this.#outbox.filter((other) => other !== request);
  }

  #dropRequests(which: (request: Request) => boolean): void {
    const dropped = this.#outbox.filter(which);
    this.#outbox = this.#outbox.filter((request) => !dropped.includes(request));
    for (const request of dropped) request.reject(disconnected());
  }

  /** The connection is no good: let it go and try again, the first time nearly at once. */
  #reconnect(): void {
    if (this.#phase === 'closed') return;
    const wasUp = this.isUp || this.#phase === 'lobby';
    this.#dropSocket();
    this.#phase = 'waiting';
    for (const name of ['connect', 'ack', 'rate', 'verify'] as const) this.#timers.clear(name);
    for (const request of this.#outbox) request.inFlight = false;
    this.#dropRequests((request) => !request.kept);
    const backoff = this.#attempt === 0 ? 200 * this.#random() : this.#backoff();
    this.#attempt += 1;
    // Everybody was told the same time to come back: spread them over a second.
    const asked = this.#notBefore - Date.now();
    const delay = asked > 0 ? asked + 1_000 * this.#random() : backoff;
    this.#timers.set('retry', Math.max(delay, backoff), () => this.#connect());
    if (wasUp) this.events.emit('down', { since: Date.now() });
  }

  #backoff(): number {
    return backoffDelay(BACKOFF, this.#attempt - 1, this.#random());
  }

  #dropSocket(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.disconnect();
  }

  #end<K extends 'denied' | 'removed' | 'ended' | 'superseded' | 'failed'>(
    name: K,
    event: SignalingClientEvents[K],
  ): void {
    if (this.#phase === 'closed') return;
    this.events.emit(name, event);
    this.close();
  }
}

function disconnected(): SignalingError {
  return new SignalingError('disconnected', 'the signaling connection is gone');
}
