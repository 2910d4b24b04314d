import { type Backoff, backoffDelay } from '../lib/backoff';
import { Emitter } from '../lib/emitter';
import type { TimeSample } from '../lib/time-samples';
import { Timers } from '../lib/timers';
import { Credentials } from './credentials';
import type {
  Ack,
  ChatMessage,
  ChatMessageId,
  ChatPage,
  ErrorBody,
  IceServers,
  InterviewCommand,
  JoinReply,
  MediaState,
  RecordingChange,
  Removed,
  SendChatRequest,
  ServerClosing,
  SignalRequest,
  TimeReply,
} from './protocol.gen';
import { RequestQueue } from './request-queue';
import type {
  HostRequest,
  JoinedReply,
  JoinFailure,
  JoinOptions,
  PayloadOf,
  ResumedReply,
  RoomEvent,
  SignalingClientEvents,
  WaitingReply,
} from './signaling-contract';

import { FATAL, ROOM_EVENTS } from './signaling-contract';
import type { OpenSocket, SignalingSocket } from './signaling-socket';

export { SignalingError } from './request-queue';
export type {
  HostRequest,
  JoinedReply,
  JoinOptions,
  PayloadOf,
  RoomEvent,
} from './signaling-contract';

type Phase = 'idle' | 'waiting' | 'connecting' | 'lobby' | 'joined' | 'closed';
type TimerName = 'connect' | 'retry' | 'first_join' | 'leave' | 'verify';

const BACKOFF: Backoff = { base: 500, cap: 8_000, jitter: 0.5 };
/** From opening a socket to the acknowledged join. */
const CONNECT_TIMEOUT = 10_000;
/** For how long the very first join is tried before the person is told. */
const FIRST_JOIN_TIMEOUT = 25_000;
const VERIFY_TIMEOUT = 3_000;
const LEAVE_TIMEOUT = 1_000;
const UNREACHABLE: JoinFailure = { code: 'unreachable', message: 'the server did not answer' };

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
  readonly #requests = new RequestQueue(() => this.#reconnect());
  #phase: Phase = 'idle';
  #socket: SignalingSocket | null = null;
  #join: JoinOptions | null = null;
  #credentials = new Credentials(null, null, null);
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
    return this.#credentials.token;
  }

  /** The host's token, unless the server said that it is none. */
  get hostToken(): string | null {
    return this.#credentials.hostToken;
  }

  get isUp(): boolean {
    return this.#phase === 'joined';
  }

  /** Joins and stays joined until `leave`, `close`, `superseded` or `failed`. To be called once. */
  start(join: JoinOptions): void {
    if (this.#phase !== 'idle') throw new Error('a signaling client is started once');
    this.#join = join;
    this.#credentials = new Credentials(join.token, join.hostToken, join.password);
    this.#timers.set('first_join', FIRST_JOIN_TIMEOUT, () =>
      this.#end('failed', this.#lastFailure),
    );
    this.#connect();
  }

  /** Sends a signal, now or as soon as the connection is back; resolves when the server took it. */
  signal(payload: SignalRequest): Promise<void> {
    return this.#requests.send('signal', payload, true);
  }

  /** Tells what one sends. Fails with `disconnected` when the connection goes: joining again tells it. */
  async setMedia(media: MediaState): Promise<void> {
    await this.#requests.send('set_media', { media }, false);
  }

  /**
   * Sends a message once. Fails with `disconnected` when the connection goes: whoever keeps the queue sends
   * it again, and the server keeps one of them.
   */
  sendChat(message: SendChatRequest): Promise<ChatMessage> {
    return this.#requests.send('send_chat', message, false);
  }

  /** Changes an own message, now or as soon as the connection is back. */
  editChat(id: ChatMessageId, text: string): Promise<ChatMessage> {
    return this.#requests.send('edit_chat', { id, text }, true);
  }

  /** Deletes an own message, now or as soon as the connection is back. */
  deleteChat(id: ChatMessageId): Promise<ChatMessage> {
    return this.#requests.send('delete_chat', { id }, true);
  }

  /** A page of the chat: the newest, or the one before a message. */
  chatHistory(before?: ChatMessageId): Promise<ChatPage> {
    return this.#requests.send('chat_history', before === undefined ? {} : { before }, false);
  }

  /** A reaction is of the moment: it fails with `disconnected` rather than come late. */
  async react(reaction: string): Promise<void> {
    await this.#requests.send('react', { reaction }, false);
  }

  async raiseHand(raised: boolean): Promise<void> {
    await this.#requests.send('raise_hand', { raised }, false);
  }

  /**
   * Renames, or does what only some roles may. It is of the moment: it fails with `disconnected` rather than come
   * late.
   */
  async ask<Name extends HostRequest>(name: Name, payload: PayloadOf<Name>): Promise<void> {
    await this.#requests.send(name, payload, false);
  }

  /** Fails with `disconnected` rather than come late: what it stands for may be another by then. */
  async setRecording(state: RecordingChange): Promise<void> {
    await this.#requests.send('set_recording', { state }, false);
  }

  /** Asks for something in the interview. It fails with `disconnected` rather than come late. */
  async interview(command: InterviewCommand): Promise<void> {
    await this.#requests.send('interview', command, false);
  }

  /** Looks at the server's clock. */
  async time(): Promise<TimeSample> {
    const sentAt = Date.now();
    const reply = await this.#requests.send<TimeReply>('time', {}, false);
    return sampleOf(reply.server_time, sentAt);
  }

  iceServers(): Promise<IceServers> {
    return this.#requests.send('ice_servers', {}, false);
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
    this.#requests.close();
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
        if (this.#phase === 'lobby') this.#handleJoined(reply, Date.now());
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
      name: join.name(),
      media: join.media(),
      ...this.#credentials.payload(),
      ...(join.link && { link: join.link }),
    };
    socket.emit('join', payload, (ack: Ack<JoinReply>) => {
      if (this.#socket !== socket || this.#phase !== 'connecting') return;
      if ('error' in ack) this.#handleJoinError(socket, join, ack.error);
      else if (ack.ok.status === 'waiting') this.#handleWaiting(ack.ok);
      else this.#handleJoined(ack.ok, sentAt);
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
    const guessed = code === 'rate_limited' && this.#credentials.isGuess;
    if (code === 'invalid_token' && this.#credentials.doubt()) {
      this.#sendJoin(socket, join);
    } else if (FATAL.has(code) || (guessed && !this.#everJoined)) {
      this.#end('failed', failure);
    } else {
      this.#lastFailure = failure;
      this.#notBefore = Math.max(this.#notBefore, Date.now() + (error.retry_after_ms ?? 0));
      this.#reconnect();
    }
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
    this.#credentials.settle();
  }

  /** `sentAt`: when it was asked for. */
  #handleJoined(reply: JoinedReply | ResumedReply, sentAt: number): void {
    const { offset: clockOffset, roundTrip } = sampleOf(reply.server_time, sentAt);
    this.#settle('joined');
    this.#credentials.renew(reply.token);
    const early = this.#early;
    this.#early = [];
    if (reply.status === 'joined') {
      this.#credentials.lastSeq = reply.seq;
      this.#gap = false;
      const here = new Set(reply.room.participants.map((participant) => participant.id));
      this.#requests.drop((request) => {
        return request.event === 'signal' && !here.has((request.payload as SignalRequest).to);
      });
    }
    if (this.#socket) this.#requests.open(this.#socket);
    if (reply.status === 'joined') this.events.emit('joined', { reply, clockOffset, roundTrip });
    else this.events.emit('resumed', { reply, clockOffset, roundTrip });
    for (const { event, seq } of early) this.#handleRoomEvent(event, seq);
  }

  #handleRoomEvent(event: RoomEvent, seq: number): void {
    if (this.#phase === 'connecting') {
      this.#early.push({ event, seq });
      return;
    }
    const { lastSeq } = this.#credentials;
    if (this.#phase !== 'joined' || lastSeq === null || seq <= lastSeq) return;
    if (seq > lastSeq + 1) {
      // Resuming asks for what is missing; if that has a gap as well, only the room whole will do.
      if (this.#gap) this.#credentials.lastSeq = null;
      this.#gap = true;
      this.#reconnect();
      return;
    }
    this.#gap = false;
    this.#credentials.lastSeq = seq;
    this.events.emit('room', event);
  }

  /** The connection is no good: let it go and try again, the first time nearly at once. */
  #reconnect(): void {
    if (this.#phase === 'closed') return;
    const wasUp = this.isUp || this.#phase === 'lobby';
    this.#dropSocket();
    this.#phase = 'waiting';
    for (const name of ['connect', 'verify'] as const) this.#timers.clear(name);
    this.#requests.suspend();
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

/** What a look at the server's clock says that was asked for then and answered now. */
function sampleOf(serverTime: number, sentAt: number): TimeSample {
  const at = Date.now();
  return { offset: serverTime - (sentAt + at) / 2, roundTrip: at - sentAt, at };
}
