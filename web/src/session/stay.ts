import { dropHostToken } from '../lib/host-tokens';
import { Timers } from '../lib/timers';
import { silence } from '../rtc/cues';
import type { MediaTransport } from '../rtc/media-transport';
import { MeshTransport } from '../rtc/mesh-transport';
import type {
  IceServers,
  MediaState,
  MeetingId,
  Participant,
  ParticipantId,
  Reaction,
} from '../rtc/protocol.gen';
import {
  type JoinedReply,
  type RoomEvent,
  SignalingClient,
  SignalingError,
} from '../rtc/signaling';
import type { OpenSocket } from '../rtc/signaling-socket';
import { SOURCES, type Source } from '../rtc/source';
import { SpeakingDetector } from '../rtc/speaking';
import type { RoomState } from '../stores/room';
import type { DeviceManager } from './api';
import { Chat, type ChatStateSink } from './chat';
import type { TrackRegistry } from './media-registry';
import { mergeSnapshot, withChange, withoutParticipant, withParticipant } from './participants';
import { type QualitySink, QualityWatch } from './quality';
import { type ReactionSink, Reactions } from './reactions';
import { writeToken } from './token';

/** Where the room's state is written. */
export interface RoomStateSink {
  get(): RoomState;
  set(change: Partial<RoomState>): void;
}

export interface StayOptions {
  meetingId: MeetingId;
  name: string;
  token: string | null;
  hostToken: string | null;
  password: string | null;
  devices: DeviceManager;
  registry: TrackRegistry;
  room: RoomStateSink;
  chat: ChatStateSink;
  reactions: ReactionSink;
  quality: QualitySink;
  openSocket: OpenSocket;
  /** It ended by itself, as the room's status says. */
  onEnd(): void;
}

const TELL_AGAIN = 2_000;
const ICE_PATIENCE = 3_000;
/** Transports that restart together share one answer. */
const ICE_FRESH = 10_000;
/** Until the server says for how long it keeps a presence. */
const DEFAULT_GRACE = 30_000;

/**
 * One stay in one room, from joining to leaving, being sent away, superseded or failing, with all the
 * reconnecting between. It joins signaling, media and devices together and writes the room's state.
 */
export class Stay {
  /** Resolves when it is in the room, or is clear that it will not be. */
  readonly settled: Promise<void>;
  readonly meetingId: MeetingId;
  readonly name: string;
  readonly chat: Chat;
  readonly #reactions: Reactions;
  readonly #options: StayOptions;
  readonly #client: SignalingClient;
  /** Participants a restarted server has lost, while they are awaited. */
  readonly #lost = new Timers<ParticipantId>();
  readonly #retry = new Timers<'media'>();
  readonly #undo: (() => void)[] = [];
  #settle: () => void = () => {};
  #media: MediaTransport | null = null;
  #speaking: SpeakingDetector | null = null;
  #quality: QualityWatch | null = null;
  #iceServers: RTCIceServer[] = [];
  #iceRequest: { at: number; answer: Promise<RTCIceServer[]> } | null = null;
  #grace = DEFAULT_GRACE;
  /** What the server knows of what is sent, or null if that is not sure. */
  #toldMedia: MediaState | null = null;
  #tellingMedia = false;
  #closed = false;

  constructor(options: StayOptions) {
    this.#options = options;
    this.meetingId = options.meetingId;
    this.name = options.name;
    this.settled = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.#client = new SignalingClient(options.openSocket);
    this.chat = new Chat(this.meetingId, this.#client, options.chat);
    this.#reactions = new Reactions(options.reactions);
    const { events } = this.#client;
    events.on('joined', ({ reply, clockOffset }) => this.#handleJoined(reply, clockOffset));
    events.on('resumed', ({ reply, clockOffset }) => {
      this.#takeIceServers(reply.ice);
      this.#options.room.set({ clockOffset });
      this.#handleUp();
      this.chat.handleResumed();
    });
    events.on('room', (event) => this.#handleRoomEvent(event));
    events.on('waiting', ({ hostPresent }) => {
      this.#options.room.set({ status: { kind: 'waiting', hostPresent } });
    });
    events.on('down', ({ since }) => {
      // From the lobby one knocks again, and waits all the same.
      if (this.#options.room.get().status.kind === 'waiting') return;
      this.#options.room.set({ status: { kind: 'reconnecting', since } });
      this.#media?.handleSignaling(false);
      this.chat.handleDown();
    });
    events.on('denied', () => this.#end({ kind: 'denied' }));
    events.on('removed', ({ mayReturn }) => this.#end({ kind: 'removed', mayReturn }));
    events.on('ended', () => this.#end({ kind: 'ended' }));
    events.on('superseded', () => this.#end({ kind: 'superseded' }));
    events.on('failed', (failure) => {
      // A token of somebody who was removed is good for nothing.
      if (failure.code === 'removed') writeToken(this.meetingId, null);
      this.#end({ kind: 'failed', ...failure });
    });
    this.#undo.push(options.devices.subscribe(() => this.#handleDevices()));
  }

  start(): void {
    this.#client.start({
      meetingId: this.meetingId,
      name: this.name,
      token: this.#options.token,
      hostToken: this.#options.hostToken,
      password: this.#options.password,
      media: () => {
        this.#toldMedia = this.#mediaState();
        return this.#toldMedia;
      },
    });
  }

  /** Tells the server and closes. */
  leave(): void {
    this.#client.leave();
    this.close();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#client.close();
    this.chat.close();
    this.#reactions.close();
    this.#lost.clearAll();
    this.#retry.clearAll();
    for (const act of this.#undo) act();
    this.#closeMedia();
    silence();
    this.#settle();
  }

  handleNetworkChange(): void {
    this.#client.poke();
    this.#media?.handleNetworkChange();
  }

  handleVisible(): void {
    this.#client.poke();
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

  retryTransport(participant: ParticipantId): void {
    this.#media?.retry(participant);
  }

  #handleJoined(reply: JoinedReply, clockOffset: number): void {
    const { room } = this.#options;
    const before = room.get();
    const selfId = reply.participant_id;
    this.#takeIceServers(reply.ice);
    this.#grace = reply.grace_ms;
    // As somebody new: what the others have belongs to who one was before.
    if (before.selfId !== selfId) this.#closeMedia();
    const media = this.#media ?? this.#openMedia(selfId);

    const isLive = (id: ParticipantId): boolean => media.isLive(id);
    const { participants, lost } = mergeSnapshot(
      reply.room.participants,
      before.participants,
      isLive,
    );
    const others = participants.filter(({ id }) => id !== selfId);
    const transports: RoomState['transports'] = {};
    for (const { id } of others) transports[id] = before.transports[id] ?? { status: 'connecting' };
    for (const { id } of before.participants) {
      if (!(id in transports)) media.removeParticipant(id);
    }
    room.set({
      selfId,
      participants,
      transports,
      startedAt: reply.room.started_at,
      settings: reply.room.settings,
      hasPassword: reply.room.has_password,
      waiting: reply.room.waiting,
      clockOffset,
    });

    this.#lost.clearAll();
    for (const id of lost) this.#awaitLost(id);
    this.#handleUp();
    this.chat.handleJoined(selfId);
    for (const participant of others) {
      media.setPresent(participant.id, participant.presence === 'connected');
      if (lost.includes(participant.id)) continue;
      if (isLive(participant.id)) media.verify(participant.id);
      else media.addParticipant(participant.id, true);
    }
    this.#speaking ??= new SpeakingDetector(
      () => this.#levels(),
      (activeSpeakers) => room.set({ activeSpeakers }),
    );
  }

  #handleUp(): void {
    writeToken(this.meetingId, this.#client.token);
    if (this.#client.hostToken !== this.#options.hostToken) dropHostToken(this.meetingId);
    this.#options.room.set({ status: { kind: 'joined' } });
    this.#media?.handleSignaling(true);
    this.#tellMedia();
    this.#settle();
  }

  #handleRoomEvent({ name, payload }: RoomEvent): void {
    switch (name) {
      case 'participant_joined':
        this.#handleParticipantJoined(payload.participant);
        break;
      case 'participant_changed':
        this.#changeParticipants((all) => withChange(all, payload.participant));
        this.#media?.setPresent(
          payload.participant.id,
          payload.participant.presence === 'connected',
        );
        break;
      case 'participant_left':
        this.#forget(payload.participant_id);
        break;
      case 'room_changed':
        this.#options.room.set({
          startedAt: payload.started_at,
          settings: payload.settings,
          hasPassword: payload.has_password,
        });
        break;
      case 'lobby_changed':
        this.#options.room.set({ waiting: payload.waiting });
        break;
      case 'source_stopped':
        this.#stopSource(payload.source);
        break;
      case 'signal':
        this.#media?.handleSignal(payload.from, payload.transport_id, payload.signal);
        break;
      case 'chat_message':
        this.chat.handleMessage(payload.message);
        break;
      case 'reaction': {
        const { selfId, clockOffset } = this.#options.room.get();
        // One's own was shown when it was pressed.
        if (payload.from === selfId) break;
        const age = Date.now() + clockOffset - payload.at;
        this.#reactions.show(payload.from, payload.reaction, age);
        break;
      }
    }
  }

  /** A host stopped it: what the room says of it must be so. */
  #stopSource(source: Source): void {
    const { devices } = this.#options;
    switch (source) {
      case 'microphone':
        void devices.setMicrophone(false);
        break;
      case 'camera':
        void devices.setCamera(false);
        break;
      case 'screen_share':
      case 'screen_share_audio':
        devices.stopScreenShare();
        break;
    }
  }

  #handleParticipantJoined(participant: Participant): void {
    const { id } = participant;
    this.#changeParticipants((all) => withParticipant(all, participant));
    if (id === this.#options.room.get().selfId || !this.#media) return;
    this.#lost.clear(id);
    this.#media.setPresent(id, true);
    // Back after a restart of the server, its media never having stopped: nothing to do.
    if (!this.#media.isLive(id)) this.#media.addParticipant(id, false);
  }

  #awaitLost(id: ParticipantId): void {
    this.#lost.set(id, this.#grace, () => this.#forget(id));
  }

  #forget(id: ParticipantId): void {
    const { room } = this.#options;
    if (id === room.get().selfId) return;
    this.#lost.clear(id);
    this.#media?.removeParticipant(id);
    const { [id]: _, ...transports } = room.get().transports;
    room.set({
      participants: withoutParticipant(room.get().participants, id),
      transports,
    });
  }

  #changeParticipants(change: (participants: Participant[]) => Participant[]): void {
    const { room } = this.#options;
    room.set({ participants: change(room.get().participants) });
  }

  #openMedia(selfId: ParticipantId): MediaTransport {
    const { room, registry } = this.#options;
    const media: MediaTransport = new MeshTransport(selfId, this.#iceServers, {
      send: (request) => {
        this.#client.signal(request).catch(() => {
          // To somebody who is gone, or from here when this ended; the transports see to the rest.
        });
      },
      iceServers: () => this.#freshIceServers(),
    });
    media.events.on('track', ({ participant, source, track }) => {
      registry.set(participant, source, track);
    });
    media.events.on('state', ({ participant, state }) => {
      room.set({ transports: { ...room.get().transports, [participant]: state } });
      // What took the media away may have taken the server as well, unnoticed so far.
      if (state.status === 'reconnecting') this.#client.poke();
    });
    this.#media = media;
    this.#quality = new QualityWatch(
      media,
      () => Object.keys(room.get().transports),
      this.#options.quality,
    );
    this.#publish();
    return media;
  }

  #closeMedia(): void {
    this.#speaking?.close();
    this.#speaking = null;
    this.#quality?.close();
    this.#quality = null;
    this.#media?.close();
    this.#media = null;
  }

  #handleDevices(): void {
    this.#publish();
    this.#tellMedia();
  }

  #publish(): void {
    for (const source of SOURCES) {
      this.#media?.publish(source, this.#options.devices.track(source));
    }
  }

  #mediaState(): MediaState {
    const { devices } = this.#options;
    return {
      microphone: devices.track('microphone')?.enabled ?? false,
      camera: devices.track('camera') !== null,
      screen_share: devices.track('screen_share') !== null,
      screen_share_audio: devices.track('screen_share_audio') !== null,
    };
  }

  /** Brings what the server knows into line with what is sent; one request at a time. */
  #tellMedia(): void {
    if (this.#closed || this.#tellingMedia || !this.#client.isUp) return;
    const media = this.#mediaState();
    const told = this.#toldMedia;
    if (told && SOURCES.every((source) => told[source] === media[source])) return;
    this.#tellingMedia = true;
    this.#client.setMedia(media).then(
      () => {
        this.#tellingMedia = false;
        this.#toldMedia = media;
        this.#tellMedia();
      },
      (error: unknown) => {
        this.#tellingMedia = false;
        this.#toldMedia = null;
        // Only hosts may share, and that is news to this page.
        if (error instanceof SignalingError && error.code === 'not_allowed') {
          this.#options.devices.stopScreenShare();
        }
        // The connection went, and joining again tells it; or else the server could not just now.
        this.#retry.set('media', TELL_AGAIN, () => this.#tellMedia());
      },
    );
  }

  *#levels(): Generator<[ParticipantId, number]> {
    const { selfId, participants } = this.#options.room.get();
    for (const { id, media } of participants) {
      if (id === selfId) yield [id, this.#options.devices.microphoneLevel()];
      else if (media.microphone) yield [id, this.#media?.audioLevel(id) ?? 0];
    }
  }

  #takeIceServers({ servers }: IceServers): RTCIceServer[] {
    this.#iceServers = servers.map(({ urls, username, credential }) => ({
      urls,
      ...(username !== undefined && { username }),
      ...(credential !== undefined && { credential }),
    }));
    return this.#iceServers;
  }

  /** Fresh ones if the server answers in time, else those last known. */
  #freshIceServers(): Promise<RTCIceServer[]> {
    const now = Date.now();
    if (!this.#iceRequest || now - this.#iceRequest.at > ICE_FRESH) {
      const answer = Promise.race([
        this.#client.iceServers().then((ice) => this.#takeIceServers(ice)),
        new Promise<never>((_, reject) => setTimeout(reject, ICE_PATIENCE)),
      ]).catch(() => this.#iceServers);
      this.#iceRequest = { at: now, answer };
    }
    return this.#iceRequest.answer;
  }

  #end(status: RoomState['status']): void {
    this.#options.room.set({ status });
    if (status.kind === 'removed' || status.kind === 'ended') writeToken(this.meetingId, null);
    this.close();
    this.#options.onEnd();
  }
}
