import { dropHostToken } from '../lib/host-tokens';
import {
  everybody,
  mergeSnapshot,
  withChange,
  withoutParticipant,
  withParticipant,
} from '../lib/roster';
import { Timers } from '../lib/timers';
import type {
  MediaPath,
  MeetingId,
  Participant,
  ParticipantId,
  Reaction,
  Role,
  Signal,
  TransportId,
  ViewerPage,
} from '../protocol/protocol.gen';
import { silence } from '../rtc/cues';
import type { MediaTransportEvents } from '../rtc/media-transport';
import { MeshTransport } from '../rtc/mesh-transport';
import {
  type HostRequest,
  type JoinedReply,
  type PayloadOf,
  type RoomEvent,
  SignalingClient,
} from '../rtc/signaling';
import type { OpenSocket } from '../rtc/signaling-socket';
import { SOURCES } from '../rtc/source';
import { SpeakingDetector } from '../rtc/speaking';
import { SwitchingTransport } from '../rtc/switching-transport';
import type { Transport } from '../rtc/transport';
import { ownRole, type RoomState } from '../stores/room';
import type { DeviceManager } from './api';
import type { SavesSink } from './autosaves';
import { Chat, type ChatStateSink } from './chat';
import { Hosting, type HostingSink } from './hosting';
import { IceServerSource } from './ice-servers';
import { Interview } from './interview';
import type { TrackRegistry } from './media-registry';
import { MediaReporter } from './media-reporter';
import { type QualitySink, QualityWatch } from './quality';
import { type ReactionSink, Reactions } from './reactions';
import { RecordingSign } from './recording-sign';
import { writeToken } from './token';

/** Where the room's state is written. */
export interface RoomStateSink {
  get(): RoomState;
  set(change: Partial<RoomState>): void;
}

export interface RoomSessionOptions {
  meetingId: MeetingId;
  name: string;
  token: string | null;
  hostToken: string | null;
  password: string | null;
  /** Token of an interview link. */
  link: string | null;
  devices: DeviceManager;
  registry: TrackRegistry;
  room: RoomStateSink;
  chat: ChatStateSink;
  reactions: ReactionSink;
  hosting: HostingSink;
  interview: SavesSink;
  quality: QualitySink;
  openSocket: OpenSocket;
  /** In a call: hands over the transport prepared for a participant, if any. */
  prepared: ((participant: ParticipantId) => Transport | null) | null;
  /** In a call: a participant hung up and said so past the server. */
  onHangUp: ((participant: ParticipantId) => void) | null;
  /** The stay ended by itself; the room's status says how. */
  onEnd(): void;
}

/** How long control messages get before their transports close, in ms. */
const LINGER = 1_000;
/** Grace period assumed until the server names its own, in ms. */
const DEFAULT_GRACE = 30_000;

/**
 * One stay in one room: from joining until the person leaves, is removed or superseded, or the join
 * fails, including every reconnect. Connects signaling, media and devices, and writes the room's
 * state.
 */
export class RoomSession {
  /** Resolves when the join succeeded or failed. */
  readonly settled: Promise<void>;
  readonly meetingId: MeetingId;
  readonly name: string;
  readonly chat: Chat;
  readonly recordingSign: RecordingSign;
  readonly interview: Interview;
  readonly #reactions: Reactions;
  readonly #hosting: Hosting;
  /** True while this page asks to end the meeting: the event that ends it arrives first. */
  #endsMeeting = false;
  readonly #options: RoomSessionOptions;
  readonly #client: SignalingClient;
  readonly #ice: IceServerSource;
  readonly #mediaReporter: MediaReporter;
  /** Participants that a restarted server lost and that may come back. */
  readonly #lost = new Timers<ParticipantId>();
  readonly #undo: (() => void)[] = [];
  #settle: () => void = () => {};
  #media: SwitchingTransport | null = null;
  #speaking: SpeakingDetector | null = null;
  #quality: QualityWatch | null = null;
  #grace = DEFAULT_GRACE;
  #entered = false;
  /** True if the others were told past the server that this participant leaves. */
  #hungUp = false;
  #closed = false;

  constructor(options: RoomSessionOptions) {
    this.#options = options;
    this.meetingId = options.meetingId;
    this.name = options.name;
    this.settled = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.#client = new SignalingClient(options.openSocket);
    this.#ice = new IceServerSource(this.#client);
    this.#mediaReporter = new MediaReporter(this.#client, options.devices);
    this.chat = new Chat(this.meetingId, this.#client, options.chat);
    this.#reactions = new Reactions(options.reactions);
    this.recordingSign = new RecordingSign(this.#client);
    this.#hosting = new Hosting(options.devices, options.hosting);
    this.interview = new Interview(
      options.meetingId,
      this.#client,
      options.interview,
      (clockOffset) => options.room.set({ clockOffset }),
    );
    const { events } = this.#client;
    events.on('joined', ({ reply, clockOffset, roundTrip }) => {
      this.#handleJoined(reply, clockOffset);
      const sample = { offset: clockOffset, roundTrip, at: Date.now() };
      this.interview.handleJoined(reply.room.interview, sample);
    });
    events.on('resumed', ({ reply, clockOffset, roundTrip }) => {
      this.#ice.take(reply.ice);
      this.#options.room.set({ clockOffset });
      this.#handleUp();
      this.chat.handleResumed();
      this.recordingSign.handleResumed();
      this.interview.handleResumed({ offset: clockOffset, roundTrip, at: Date.now() });
    });
    events.on('room', (event) => this.#handleRoomEvent(event));
    events.on('waiting', ({ hostPresent }) => {
      this.#options.room.set({ status: { kind: 'waiting', hostPresent } });
    });
    events.on('down', ({ since }) => {
      // A return to the lobby is another knock; the wait goes on.
      if (this.#options.room.get().status.kind === 'waiting') return;
      this.#options.room.set({ status: { kind: 'reconnecting', since } });
      this.#followMedia();
      this.#media?.handleSignaling(false);
      this.chat.handleDown();
      this.interview.handleDown();
    });
    events.on('denied', () => this.#end({ kind: 'denied' }));
    events.on('removed', ({ mayReturn }) => this.#end({ kind: 'removed', mayReturn }));
    events.on('ended', () => this.#end({ kind: 'ended', byMe: this.#endsMeeting }));
    events.on('superseded', () => this.#end({ kind: 'superseded' }));
    events.on('failed', (failure) => {
      // The token of a removed participant is useless.
      if (failure.code === 'removed') writeToken(this.meetingId, null);
      this.#end({ kind: 'failed', ...failure });
    });
    this.#undo.push(options.devices.subscribe(() => this.#handleDevices()));
    this.#undo.push(options.registry.watchViews((id, view) => this.#media?.setView(id, view)));
  }

  start(): void {
    this.#client.start({
      meetingId: this.meetingId,
      name: () => this.ownName,
      token: this.#options.token,
      hostToken: this.#options.hostToken,
      password: this.#options.password,
      link: this.#options.link,
      media: () => this.#mediaReporter.forJoin(),
    });
  }

  /** The name shown now; the person or a host may have changed it. */
  get ownName(): string {
    const { selfId } = this.#options.room.get();
    return (selfId && this.#nameOf(selfId)) ?? this.name;
  }

  /** True if the stay has been in the room. */
  get entered(): boolean {
    return this.#entered;
  }

  /** Tells the others past the server that this participant leaves for good. */
  hangUp(): void {
    this.#hungUp = this.#media?.hangUp() ?? false;
  }

  /** Tells the server and closes. */
  leave(): void {
    this.interview.saveNow();
    this.#client.leave();
    this.close();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#client.close();
    this.chat.close();
    this.recordingSign.close();
    this.interview.close();
    this.#reactions.close();
    this.#hosting.close();
    this.#lost.clearAll();
    this.#mediaReporter.close();
    for (const act of this.#undo) act();
    this.#closeMedia();
    silence();
    this.#settle();
  }

  handleNetworkChange(): void {
    this.#client.poke();
    this.#media?.handleNetworkChange();
  }

  /** Checks at once whether the server can be reached, rather than at the next missed heartbeat. */
  handleOffline(): void {
    this.#client.probe();
  }

  handleVisible(): void {
    this.#client.poke();
    this.interview.handleVisible();
  }

  async react(reaction: Reaction): Promise<void> {
    const { selfId } = this.#options.room.get();
    const sent = this.#client.react(reaction);
    if (selfId && this.#client.isUp) this.#reactions.show(selfId, reaction, 0);
    await sent;
  }

  raiseHand(raised: boolean): Promise<void> {
    return this.#client.raiseHand(raised);
  }

  async ask<Name extends HostRequest>(name: Name, payload: PayloadOf<Name>): Promise<void> {
    if (name !== 'end_meeting') return this.#client.ask(name, payload);
    this.#endsMeeting = true;
    try {
      await this.#client.ask(name, payload);
    } catch (error) {
      this.#endsMeeting = false;
      throw error;
    }
  }

  answerUnmute(yes: boolean): void {
    this.#hosting.answerUnmute(yes);
  }

  handleSignal(from: ParticipantId, transportId: TransportId, signal: Signal): void {
    this.#media?.handleSignal(from, transportId, signal);
  }

  retryTransport(participant: ParticipantId): void {
    this.#media?.retry(participant);
  }

  #handleJoined(reply: JoinedReply, clockOffset: number): void {
    const { room } = this.#options;
    const before = room.get();
    const selfId = reply.participant_id;
    this.#entered = true;
    this.#ice.take(reply.ice);
    this.#grace = reply.grace_ms;
    // The server gave out a new participant id: media of the old one is stale.
    if (before.selfId !== selfId) this.#closeMedia();
    const path = reply.room.media_path ?? 'mesh';
    const known = reply.room.publications ?? [];
    const media = this.#media ?? this.#openMedia(selfId, path);
    // A restarted server has forgotten what this page publishes.
    media.rejoin(
      path,
      known.some((one) => one.participant_id === selfId),
    );

    const isLive = (id: ParticipantId): boolean => media.isLive(id);
    const { roster, lost } = mergeSnapshot(reply.room.participants, before.roster, isLive);
    const others = everybody(roster).filter(({ id }) => id !== selfId);
    const transports: RoomState['transports'] = {};
    for (const { id } of others) transports[id] = before.transports[id] ?? { status: 'connecting' };
    for (const participant of everybody(before.roster)) {
      const { id } = participant;
      if (id in transports) continue;
      media.removeParticipant(id);
      if (id !== selfId && id !== before.selfId) this.interview.handleLeft(participant);
    }
    room.set({
      selfId,
      roster,
      transports,
      startedAt: reply.room.started_at,
      title: reply.room.title ?? null,
      name: reply.room.name ?? null,
      isNamedRoom: reply.room.named_room ?? false,
      settings: reply.room.settings,
      hasPassword: reply.room.has_password,
      kept: reply.room.kept ?? true,
      waiting: reply.room.waiting,
      mediaPath: path,
      viewers: reply.room.viewers ?? 0,
      raisedHands: reply.room.hands ?? [],
      clockOffset,
    });

    this.#lost.clearAll();
    for (const id of lost) this.#awaitLost(id);
    this.#followRole(before.selfId === selfId ? ownRole(before) : null);
    this.#handleUp();
    this.chat.handleJoined(selfId);
    this.recordingSign.handleJoined(roster.byId[selfId]);
    for (const participant of others) {
      media.setPresent(participant.id, participant.presence === 'connected');
      if (lost.has(participant.id)) continue;
      media.setMedia(participant.id, participant.media);
      if (isLive(participant.id)) media.verify(participant.id);
      else this.#addToMedia(media, participant, true);
    }
    this.#speaking ??= new SpeakingDetector(
      () => this.#levels(),
      (activeSpeakers) => {
        if (room.get().mediaPath === 'mesh') room.set({ activeSpeakers });
      },
    );
  }

  #handleUp(): void {
    writeToken(this.meetingId, this.#client.token);
    if (this.#client.hostToken !== this.#options.hostToken) dropHostToken(this.meetingId);
    this.#options.room.set({ status: { kind: 'joined' } });
    this.#followMedia();
    this.#media?.handleSignaling(true);
    this.#mediaReporter.handleUp();
    this.#settle();
  }

  #handleRoomEvent({ name, payload }: RoomEvent): void {
    switch (name) {
      case 'participant_joined':
        this.#handleParticipantJoined(payload.participant);
        break;
      case 'participant_changed':
        this.#handleParticipantChanged(payload.participant);
        break;
      case 'participant_left':
        this.#forget(payload.participant_id);
        break;
      case 'room_changed':
        this.#options.room.set({
          startedAt: payload.started_at,
          title: payload.title ?? null,
          name: payload.name ?? null,
          settings: payload.settings,
          hasPassword: payload.has_password,
        });
        break;
      case 'room_kept':
        this.#options.room.set({ kept: payload.kept });
        break;
      case 'lobby_changed':
        this.#options.room.set({ waiting: payload.waiting });
        break;
      case 'source_stopped':
        this.#hosting.handleStopped(payload.source, this.#nameOf(payload.by));
        break;
      case 'unmute_asked':
        this.#hosting.handleUnmuteAsked(this.#nameOf(payload.by));
        break;
      case 'signal':
        this.#media?.handleSignal(payload.from, payload.transport_id, payload.signal);
        break;
      case 'media_path_changed':
        this.#setPath(payload.path);
        break;
      case 'slot_changed':
        this.#media?.handleEvent({ name, payload });
        break;
      case 'heard':
        this.#media?.handleEvent({ name, payload });
        break;
      case 'wanted':
        this.#media?.handleEvent({ name, payload });
        break;
      case 'media_transport_changed':
        this.#media?.handleEvent({ name, payload });
        break;
      case 'speakers':
        this.#options.room.set({ activeSpeakers: payload.participant_ids });
        break;
      case 'viewers_changed':
        this.#options.room.set({ viewers: payload.viewers });
        break;
      case 'hands_changed':
        this.#options.room.set({ raisedHands: payload.hands });
        break;
      case 'published':
      case 'unpublished':
        // The sources of participants are in their `media`, and a slot waits for them by itself.
        break;
      case 'interview_changed':
        this.interview.handleChange(payload.change);
        break;
      case 'chat_message':
        this.chat.handleMessage(payload.message);
        break;
      case 'reaction': {
        const { selfId, clockOffset } = this.#options.room.get();
        // The own reaction was shown when it was pressed.
        if (payload.from === selfId) break;
        const age = Date.now() + clockOffset - payload.at;
        this.#reactions.show(payload.from, payload.reaction, age);
        break;
      }
    }
  }

  #handleParticipantChanged(participant: Participant): void {
    const { id, media, presence } = participant;
    const before = this.#options.room.get();
    if (!before.roster.byId[id]) return;
    this.#options.room.set({ roster: withChange(before.roster, participant) });
    this.#options.registry.followOne(participant);
    this.#media?.setPresent(id, presence === 'connected');
    this.#media?.setMedia(id, media);
    if (id !== before.selfId) return;
    this.recordingSign.handleChanged(participant);
    this.#followRole(ownRole(before));
  }

  #followRole(before: Role | null): void {
    const { room } = this.#options;
    const now = ownRole(room.get());
    this.#mediaReporter.setMaySend(now !== 'viewer');
    this.#hosting.handleRole(before, now);
    if (now !== 'host' && now !== 'co_host') room.set({ raisedHands: [] });
  }

  /** Loads a page of the viewers. */
  viewers(after?: ParticipantId): Promise<ViewerPage> {
    return this.#client.viewers(after);
  }

  #handleParticipantJoined(participant: Participant): void {
    const { id } = participant;
    this.interview.handleArrived(participant);
    this.#options.room.set({
      roster: withParticipant(this.#options.room.get().roster, participant),
    });
    this.#options.registry.followOne(participant);
    if (id === this.#options.room.get().selfId || !this.#media) return;
    this.#lost.clear(id);
    this.#media.setPresent(id, true);
    // The participant returned after a server restart and their media never stopped.
    if (!this.#media.isLive(id)) this.#addToMedia(this.#media, participant, false);
  }

  #addToMedia(media: SwitchingTransport, participant: Participant, wasHere: boolean): void {
    const { id, foreign } = participant;
    media.addParticipant(id, wasHere, foreign);
    media.setMedia(id, participant.media);
    media.setView(id, this.#options.registry.view(id));
  }

  #setPath(path: MediaPath): void {
    // The server tells who speaks on its path, and the levels of the received voices on the other.
    this.#options.room.set({ mediaPath: path, activeSpeakers: [], missingPictures: {} });
    this.#media?.setPath(path);
  }

  #awaitLost(id: ParticipantId): void {
    this.#lost.set(id, this.#grace, () => this.#forget(id));
  }

  #forget(id: ParticipantId): void {
    const { room } = this.#options;
    if (id === room.get().selfId) return;
    this.#lost.clear(id);
    this.#media?.removeParticipant(id);
    const { roster } = room.get();
    const gone = roster.byId[id];
    if (gone) this.interview.handleLeft(gone);
    const { [id]: _, ...transports } = room.get().transports;
    room.set({ roster: withoutParticipant(roster, id), transports });
    this.#options.registry.forget(id);
  }

  #followMedia(): void {
    const { roster, status } = this.#options.room.get();
    this.#options.registry.follow(everybody(roster), status.kind !== 'reconnecting');
  }

  #nameOf(id: ParticipantId): string | null {
    return this.#options.room.get().roster.byId[id]?.name ?? null;
  }

  #openMedia(selfId: ParticipantId, path: MediaPath): SwitchingTransport {
    const { room, registry } = this.#options;
    const media = new SwitchingTransport(path, {
      mesh: () =>
        new MeshTransport(selfId, this.#ice.servers, {
          send: (request) => {
            this.#client.signal(request).catch(() => {
              // The signal is for a participant who left, or this stay ended; the transports handle
              // the rest.
            });
          },
          iceServers: () => this.#ice.fresh(),
          knownIceServers: () => this.#ice.servers,
          prepared: (participant) => this.#options.prepared?.(participant) ?? null,
        }),
      forwarded: async () => {
        const { SfuTransport } = await import('../rtc/sfu/sfu-transport');
        return new SfuTransport({
          offer: (request) => this.#client.offerMedia(request),
          subscribe: (slots) => this.#client.subscribe(slots),
          knownIceServers: () => this.#ice.servers,
        });
      },
    });
    media.events.on('hung_up', ({ participant }) => {
      this.#forget(participant);
      this.#options.onHangUp?.(participant);
    });
    media.events.on('track', ({ participant, source, track }) => {
      registry.set(participant, source, track);
    });
    media.events.on('state', ({ participant, state }) => {
      room.set({ transports: { ...room.get().transports, [participant]: state } });
      // The cause of lost media may have cut the signaling connection too, unnoticed so far.
      if (state.status === 'reconnecting') this.#client.poke();
    });
    media.events.on('picture', (event) => this.#handlePicture(event));
    this.#media = media;
    this.#quality = new QualityWatch(media, this.#options.quality);
    this.#publish();
    return media;
  }

  #handlePicture({ participant, source, state }: MediaTransportEvents['picture']): void {
    const { room } = this.#options;
    const all = room.get().missingPictures;
    const { [source]: before, ...rest } = all[participant] ?? {};
    const now = state === 'live' ? undefined : state;
    if (before === now) return;
    const missing = now ? { ...rest, [source]: now } : rest;
    room.set({ missingPictures: { ...all, [participant]: missing } });
  }

  #closeMedia(): void {
    this.#speaking?.close();
    this.#speaking = null;
    this.#quality?.close();
    this.#quality = null;
    const media = this.#media;
    this.#media = null;
    if (media && this.#hungUp) this.#linger(media);
    else media?.close();
  }

  /** Silences everything, but lets the last control messages go out. */
  #linger(media: SwitchingTransport): void {
    media.events.clear();
    for (const source of SOURCES) {
      media.publish(source, null);
      for (const id of this.#options.room.get().roster.order) {
        this.#options.registry.set(id, source, null);
      }
    }
    setTimeout(() => media.close(), LINGER);
  }

  #handleDevices(): void {
    this.#hosting.handleDevices();
    this.#publish();
    this.#mediaReporter.tell();
  }

  #publish(): void {
    for (const source of SOURCES) {
      this.#media?.publish(source, this.#options.devices.track(source));
    }
  }

  *#levels(): Generator<[ParticipantId, number]> {
    const { selfId, roster, mediaPath } = this.#options.room.get();
    if (mediaPath === 'server') return;
    for (const { id, media } of everybody(roster)) {
      if (id === selfId) yield [id, this.#options.devices.microphoneLevel()];
      else if (media.microphone) yield [id, this.#media?.audioLevel(id) ?? 0];
    }
  }

  #end(status: RoomState['status']): void {
    this.#options.room.set({ status });
    if (status.kind === 'removed' || status.kind === 'ended') writeToken(this.meetingId, null);
    this.close();
    this.#options.onEnd();
  }
}
