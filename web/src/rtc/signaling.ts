import { Emitter } from '../lib/emitter';
import type { TimeSample } from '../lib/time-samples';
import { Timers } from '../lib/timers';
import type {
  Ack,
  ChatMessage,
  ChatMessageId,
  ChatPage,
  ErrorBody,
  IceServers,
  InterviewCommand,
  JoinReply,
  MediaAnswer,
  MediaOfferRequest,
  MediaState,
  ParticipantId,
  RecordingChange,
  Removed,
  SendChatRequest,
  SignalRequest,
  TimeReply,
  VideoSlot,
  ViewerPage,
} from '../protocol/protocol.gen';
import { Credentials } from './credentials';
import { Reconnector } from './reconnector';
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

type Phase = 'idle' | 'connecting' | 'lobby' | 'joined' | 'closed';

/** How long the first join is retried before the person sees a failure, in ms. */
const FIRST_JOIN_TIMEOUT = 25_000;
const LEAVE_TIMEOUT = 1_000;
const UNREACHABLE: JoinFailure = { code: 'unreachable', message: 'the server did not answer' };

/**
 * Client side of the signaling protocol: joins, and rejoins for ever after a lost connection.
 * Requests are applied in the order in which they were made. After a reconnect, unacknowledged
 * signals are sent again in order; the receiving transports tolerate repeats. Events arrive exactly
 * once and in order: repeated numbers are dropped, and a gap makes the client resume from the last
 * number it saw.
 */
export class SignalingClient {
  readonly events = new Emitter<SignalingClientEvents>();

  readonly #connection: Reconnector;
  readonly #timers = new Timers<'first_join' | 'leave'>();
  readonly #requests = new RequestQueue(() => this.#connection.reconnect());
  #phase: Phase = 'idle';
  #join: JoinOptions | null = null;
  #credentials = new Credentials(null, null, null);
  /** Events that overtook the acknowledgement of the join. */
  #early: { event: RoomEvent; seq: number }[] = [];
  #everJoined = false;
  /** The socket on which a join was sent: the server may have a participant for it. */
  #joinSentOn: SignalingSocket | null = null;
  /** Failure of the last attempt to join. */
  #lastFailure: JoinFailure = UNREACHABLE;
  /** True if the previous connection ended with a gap in the event numbers. */
  #gap = false;

  constructor(openSocket: OpenSocket, random: () => number = Math.random) {
    this.#connection = new Reconnector(
      openSocket,
      {
        opened: (socket) => this.#listen(socket),
        connected: (socket) => this.#sendJoin(socket),
        dropped: (wasReady) => this.#handleDropped(wasReady),
        probe: (alive) => this.#probe(alive),
      },
      random,
    );
  }

  /** Presence token for the next join. */
  get token(): string | null {
    return this.#credentials.token;
  }

  /** The host token, unless the server refused it. */
  get hostToken(): string | null {
    return this.#credentials.hostToken;
  }

  get isUp(): boolean {
    return this.#phase === 'joined';
  }

  /**
   * Joins and stays joined until `leave`, `close`, `superseded` or `failed`. May be called once.
   */
  start(join: JoinOptions): void {
    if (this.#phase !== 'idle') throw new Error('a signaling client is started once');
    this.#join = join;
    this.#credentials = new Credentials(join.token, join.hostToken, join.password);
    this.#timers.set('first_join', FIRST_JOIN_TIMEOUT, () =>
      this.#end('failed', this.#lastFailure),
    );
    this.#connection.start();
  }

  /** Sends a signal, now or after the next reconnect; resolves when the server accepted it. */
  signal(payload: SignalRequest): Promise<void> {
    return this.#requests.send('signal', payload, true);
  }

  /**
   * Sends an offer to the forwarding server. Fails with `disconnected` on a lost connection: by the
   * next one the offer may be another.
   */
  offerMedia(request: MediaOfferRequest): Promise<MediaAnswer> {
    return this.#requests.send('media_offer', request, false);
  }

  /** Replaces what the video slots show. Fails with `disconnected` on a lost connection. */
  async subscribe(slots: VideoSlot[]): Promise<void> {
    await this.#requests.send('subscribe', { slots }, false);
  }

  /** Loads a page of the viewers of a webinar. */
  viewers(after?: ParticipantId): Promise<ViewerPage> {
    return this.#requests.send('list_viewers', after === undefined ? {} : { after }, false);
  }

  /**
   * Reports the sent media. Fails with `disconnected` on a lost connection: the next join reports
   * it again.
   */
  async setMedia(media: MediaState): Promise<void> {
    await this.#requests.send('set_media', { media }, false);
  }

  /**
   * Sends a chat message once. Fails with `disconnected` on a lost connection. The chat queue then
   * sends it again, and the server keeps one copy.
   */
  sendChat(message: SendChatRequest): Promise<ChatMessage> {
    return this.#requests.send('send_chat', message, false);
  }

  /** Changes an own message, now or as soon as the connection is back. */
  editChat(id: ChatMessageId, text: string): Promise<ChatMessage> {
    return this.#requests.send('edit_chat', { id, text }, true);
  }

  /** Deletes an own message, now or after the next reconnect. */
  deleteChat(id: ChatMessageId): Promise<ChatMessage> {
    return this.#requests.send('delete_chat', { id }, true);
  }

  /** Loads a page of the chat: the newest, or the one before a message. */
  chatHistory(before?: ChatMessageId): Promise<ChatPage> {
    return this.#requests.send('chat_history', before === undefined ? {} : { before }, false);
  }

  /**
   * Sends a reaction. Fails with `disconnected` on a lost connection, since a late reaction is
   * wrong.
   */
  async react(reaction: string): Promise<void> {
    await this.#requests.send('react', { reaction }, false);
  }

  async raiseHand(raised: boolean): Promise<void> {
    await this.#requests.send('raise_hand', { raised }, false);
  }

  /**
   * Renames a participant, or makes a request that only some roles may make. Fails with
   * `disconnected` on a lost connection rather than act late.
   */
  async ask<Name extends HostRequest>(name: Name, payload: PayloadOf<Name>): Promise<void> {
    await this.#requests.send(name, payload, false);
  }

  /**
   * Reports the own recording. Fails with `disconnected` on a lost connection, since the state may
   * have changed by the next one.
   */
  async setRecording(state: RecordingChange): Promise<void> {
    await this.#requests.send('set_recording', { state }, false);
  }

  /**
   * Sends an interview command. Fails with `disconnected` on a lost connection rather than act
   * late.
   */
  async interview(command: InterviewCommand): Promise<void> {
    await this.#requests.send('interview', command, false);
  }

  /** Samples the server's clock. */
  async time(): Promise<TimeSample> {
    const sentAt = Date.now();
    const reply = await this.#requests.send<TimeReply>('time', {}, false);
    return sampleOf(reply.server_time, sentAt);
  }

  iceServers(): Promise<IceServers> {
    return this.#requests.send('ice_servers', {}, false);
  }

  /** The network or the page is back: retries at once, or checks that the connection is alive. */
  poke(): void {
    this.#connection.poke();
  }

  /** The browser lost its network: checks at once whether the connection is alive. */
  probe(): void {
    this.#connection.probe();
  }

  /**
   * Tells the server, best effort, and stops. Safe to call twice. The server applies requests in
   * order, so this also leaves after a join that it has not answered.
   */
  leave(): void {
    const hasJoined = this.#connection.socket === this.#joinSentOn;
    const socket = hasJoined ? this.#connection.release() : null;
    this.close();
    if (!socket) return;
    // The socket stays open until the server acknowledges this last message.
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
    this.#connection.close();
    this.#requests.close();
    this.events.clear();
  }

  #listen(socket: SignalingSocket): void {
    this.#phase = 'connecting';
    this.#early = [];
    const current = (act: () => void): void => {
      if (this.#connection.socket === socket) act();
    };
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
    for (const name of ROOM_EVENTS) {
      socket.on(name, (payload: never, seq: number) =>
        current(() => this.#handleRoomEvent({ name, payload } as RoomEvent, seq)),
      );
    }
  }

  #probe(alive: () => void): void {
    // In the lobby the server refuses this request, but a refusal is an answer too.
    if (this.isUp) this.iceServers().then(alive, alive);
    else this.#connection.socket?.emit('ice_servers', {}, alive);
  }

  #sendJoin(socket: SignalingSocket): void {
    const join = this.#join;
    if (!join) return;
    const sentAt = Date.now();
    const payload = {
      meeting_id: join.meetingId,
      name: join.name(),
      media: join.media(),
      ...this.#credentials.payload(),
      ...(join.link && { link: join.link }),
      can_forward: true,
    };
    this.#joinSentOn = socket;
    socket.emit('join', payload, (ack: Ack<JoinReply>) => {
      if (this.#connection.socket !== socket || this.#phase !== 'connecting') return;
      if ('error' in ack) this.#handleJoinError(socket, ack.error);
      else if (ack.ok.status === 'waiting') this.#handleWaiting(ack.ok);
      else this.#handleJoined(ack.ok, sentAt);
    });
  }

  #handleJoinError(socket: SignalingSocket, error: ErrorBody): void {
    const { code, message, retry_after_ms } = error;
    const failure: JoinFailure = {
      code,
      message,
      ...(retry_after_ms !== undefined && { retryAfterMs: retry_after_ms }),
    };
    // The rate limit for passwords was reached: the person must know, so do not retry silently.
    const guessed = code === 'rate_limited' && this.#credentials.isGuess;
    if (code === 'invalid_token' && this.#credentials.doubt()) {
      this.#sendJoin(socket);
    } else if (FATAL.has(code) || (guessed && !this.#everJoined)) {
      this.#end('failed', failure);
    } else {
      this.#lastFailure = failure;
      this.#connection.postpone(retry_after_ms ?? 0);
      this.#connection.reconnect();
    }
  }

  #handleWaiting({ host_present }: WaitingReply): void {
    this.#settle('lobby');
    this.events.emit('waiting', { hostPresent: host_present });
  }

  /** The server accepted the join. */
  #settle(phase: 'lobby' | 'joined'): void {
    this.#connection.ready();
    this.#timers.clear('first_join');
    this.#phase = phase;
    this.#everJoined = true;
    this.#credentials.settle();
  }

  /** `sentAt`: when the join was sent. */
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
    if (this.#connection.socket) this.#requests.open(this.#connection.socket);
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
      // Resuming fetches the missing events. After a second gap in a row only the whole room helps.
      if (this.#gap) this.#credentials.lastSeq = null;
      this.#gap = true;
      this.#connection.reconnect();
      return;
    }
    this.#gap = false;
    this.#credentials.lastSeq = seq;
    this.events.emit('room', event);
  }

  #handleDropped(wasReady: boolean): void {
    this.#phase = 'connecting';
    this.#requests.suspend();
    if (wasReady) this.events.emit('down', { since: Date.now() });
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

/** Clock sample from a request sent at `sentAt` and answered now. */
function sampleOf(serverTime: number, sentAt: number): TimeSample {
  const at = Date.now();
  return { offset: serverTime - (sentAt + at) / 2, roundTrip: at - sentAt, at };
}
