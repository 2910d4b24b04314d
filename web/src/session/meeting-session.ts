import { readHostToken } from '../lib/host-tokens';
import { readPreferences, updatePreferences } from '../lib/preferences';
import { forgetMeeting, rememberMeeting } from '../lib/recent-meetings';
import type {
  MeetingId,
  Participant,
  ParticipantId,
  Reaction,
  Signal,
  TransportId,
  ViewerPage,
} from '../protocol/protocol.gen';
import { type HostRequest, type PayloadOf, SignalingError } from '../rtc/signaling';
import { type OpenSocket, openSocket } from '../rtc/signaling-socket';
import type { Source } from '../rtc/source';
import { initialChat } from '../stores/chat';
import { initialRoom, type RoomStatus } from '../stores/room';
import type {
  CallEntry,
  ChatActions,
  DeviceManager,
  InterviewActions,
  InterviewEntry,
  MediaRegistry,
  MeetingSession,
} from './api';
import type { SavesSink } from './autosaves';
import type { ChatStateSink } from './chat';
import type { HostingSink } from './hosting';
import { TrackRegistry } from './media-registry';
import { answerOtherTabs, askOtherTabs } from './other-tabs';
import { watchPage } from './page-events';
import type { QualitySink } from './quality';
import type { ReactionSink } from './reactions';
import { Recording } from './recording';
import type { RecordingShelf, RecordingSink } from './recording-shelf';
import { RoomSession, type RoomStateSink } from './room-session';
import { readToken, writeToken } from './token';
import { storeUnsavedTexts } from './unsaved-texts';

/** Statuses that end the preview of prejoin. */
const LEADS_AWAY: ReadonlySet<string> = new Set([
  'meeting_not_found',
  'meeting_ended',
  'meeting_locked',
  'room_full',
  'lobby_full',
  'removed',
  'link_required',
  'invalid_link',
]);

/** True once nobody can come back to the meeting. */
function isOver(status: RoomStatus): boolean {
  const { kind } = status;
  return kind === 'ended' || (kind === 'failed' && status.code === 'meeting_ended');
}

/** Where the state of a meeting is written. */
export interface MeetingSinks {
  room: RoomStateSink;
  chat: ChatStateSink;
  reactions: ReactionSink;
  hosting: HostingSink;
  interview: SavesSink;
  quality: QualitySink;
  recording: RecordingSink;
}

/** The room to enter, with name and credentials. */
interface Way {
  meetingId: MeetingId;
  name: string;
  password: string | null;
  entry: InterviewEntry | null;
  call: CallEntry | null;
  /** True for a newcomer to a webinar, who sends nothing. */
  watches: boolean;
}

/**
 * This page's session in one meeting at a time.
 *
 * Closing and reloading the page both tell the server. A page cannot tell the two apart, and a tile
 * that stays for the whole grace period would be worse. The token stays in the tab, so a reload
 * returns as the same participant; others see them leave and join.
 */
export class BrowserMeetingSession implements MeetingSession {
  readonly devices: DeviceManager;
  readonly recording: Recording;
  readonly #registry: TrackRegistry;
  readonly #sinks: MeetingSinks;
  readonly #room: RoomStateSink;
  readonly #openSocket: OpenSocket;
  #roomSession: RoomSession | null = null;
  /** Arguments for `rejoin`. */
  #last: Way | null = null;
  #unwatch: (() => void) | null = null;

  constructor(
    devices: DeviceManager,
    sinks: MeetingSinks,
    shelf: RecordingShelf,
    open: OpenSocket = openSocket,
  ) {
    this.devices = devices;
    this.#sinks = sinks;
    this.#room = sinks.room;
    this.#openSocket = open;
    this.#registry = new TrackRegistry(devices);
    this.recording = new Recording({
      sink: sinks.recording,
      shelf,
      room: () => this.#room.get(),
      find: (participant, source) => this.#liveTrack(participant, source),
      tellView: (participant, source, height) => {
        if (participant === this.#room.get().selfId) return;
        this.#registry.setViewSize(participant, source, 'recording', height);
      },
      sign: () => this.#roomSession?.recordingSign ?? null,
    });
  }

  get media(): MediaRegistry {
    return this.#registry;
  }

  get chat(): ChatActions | null {
    return this.#roomSession?.chat ?? null;
  }

  get interview(): InterviewActions | null {
    return this.#roomSession?.interview ?? null;
  }

  async react(reaction: Reaction): Promise<void> {
    await this.#roomSession?.react(reaction);
  }

  async raiseHand(raised: boolean): Promise<void> {
    await this.#roomSession?.raiseHand(raised);
  }

  async ask<Name extends HostRequest>(name: Name, payload: PayloadOf<Name>): Promise<void> {
    if (!this.#roomSession) throw new SignalingError('disconnected', 'not in a meeting');
    await this.#roomSession.ask(name, payload);
  }

  async renameSelf(name: string): Promise<void> {
    const { selfId } = this.#room.get();
    if (!selfId) return;
    await this.ask('rename', { participant_id: selfId, name });
    updatePreferences({ name });
  }

  answerUnmute(yes: boolean): void {
    this.#roomSession?.answerUnmute(yes);
  }

  isKnown(meetingId: MeetingId): boolean {
    return readHostToken(meetingId) !== null || readToken(meetingId) !== null;
  }

  forget(meetingId: MeetingId): void {
    writeToken(meetingId, null);
    storeUnsavedTexts(meetingId, []);
  }

  findOtherTab(meetingId: MeetingId, onFound: (token: string) => void): () => void {
    return askOtherTabs(meetingId, readToken(meetingId), onFound);
  }

  takeOver(meetingId: MeetingId, token: string): void {
    writeToken(meetingId, token);
  }

  rememberedName(): string {
    return readPreferences().name;
  }

  join(
    meetingId: MeetingId,
    name: string,
    password: string | null = null,
    entry: InterviewEntry | null = null,
    watches = false,
  ): Promise<void> {
    return this.#enter({ meetingId, name, password, entry, call: null, watches });
  }

  enterCall(call: CallEntry): Promise<void> {
    const { meetingId, name } = call;
    return this.#enter({ meetingId, name, password: null, entry: null, call, watches: false });
  }

  #enter(way: Way): Promise<void> {
    const { meetingId, name, password, entry, call, watches } = way;
    if (this.#roomSession?.meetingId === meetingId && this.#roomSession.name === name)
      return this.#roomSession.settled;
    void this.recording.stop();
    this.#roomSession?.leave();
    this.#stopWatching();
    if (!call) updatePreferences({ name });
    // A draft belongs to the meeting it was begun in.
    if (this.#last?.meetingId !== meetingId) this.#sinks.chat.set(initialChat);
    this.#last = way;
    this.#room.set({ ...initialRoom, status: { kind: 'joining' }, meetingId });
    // Not awaited: a person still reading the permission prompt joins meanwhile.
    if (entry?.role === 'observer' || watches) this.devices.stop();
    else void this.devices.start();
    const roomSession = new RoomSession({
      meetingId,
      name,
      token: call?.ticket ?? readToken(meetingId),
      hostToken: readHostToken(meetingId),
      password,
      link: entry?.link ?? null,
      devices: this.devices,
      registry: this.#registry,
      ...this.#sinks,
      openSocket: call?.openSocket ?? this.#openSocket,
      prepared: call?.prepared ?? null,
      onHangUp: call?.onHangUp ?? null,
      onEnd: () => this.#handleEnd(roomSession),
    });
    this.#roomSession = roomSession;
    const unanswer = answerOtherTabs(meetingId, () => {
      const { status } = this.#room.get();
      const isInside = status.kind === 'joined' || status.kind === 'reconnecting';
      return isInside && this.#roomSession === roomSession ? readToken(meetingId) : null;
    });
    const unwatch = watchPage({
      onNetwork: () => this.#roomSession?.handleNetworkChange(),
      onOffline: () => this.#roomSession?.handleOffline(),
      onVisible: () => this.#roomSession?.handleVisible(),
      onHide: () => this.#handleHide(),
      onRestore: () => void this.rejoin(),
    });
    this.#unwatch = () => {
      unwatch();
      unanswer();
    };
    roomSession.start();
    void roomSession.settled.then(() => {
      // An interview is found again by its link, and a call in the list of calls.
      if (
        !entry &&
        !call &&
        this.#roomSession === roomSession &&
        this.#room.get().status.kind === 'joined'
      ) {
        rememberMeeting(meetingId, Date.now());
      }
    });
    return roomSession.settled;
  }

  leave(): void {
    // The recording completes in the background: everything shown so far is in it.
    void this.recording.stop();
    const roomSession = this.#roomSession;
    this.#roomSession = null;
    this.#stopWatching();
    roomSession?.leave();
    this.devices.stop();
    const { meetingId, status } = this.#room.get();
    if (status.kind === 'idle' || status.kind === 'left') return;
    if (meetingId) writeToken(meetingId, null);
    this.#room.set({ ...initialRoom, status: { kind: 'left' }, meetingId });
  }

  handleSignal(from: ParticipantId, transportId: TransportId, signal: Signal): void {
    this.#roomSession?.handleSignal(from, transportId, signal);
  }

  hangUp(): void {
    this.#roomSession?.hangUp();
    this.leave();
  }

  async rejoin(): Promise<void> {
    if (this.#roomSession) return this.#roomSession.settled;
    if (this.#last) return this.#enter(this.#last);
  }

  async viewers(after?: ParticipantId): Promise<ViewerPage> {
    if (!this.#roomSession) throw new SignalingError('not_joined', 'not in a meeting');
    return this.#roomSession.viewers(after);
  }

  retryTransport(participant: ParticipantId): void {
    this.#roomSession?.retryTransport(participant);
  }

  /** The page goes away. If the browser restores it, it joins again. */
  #handleHide(): void {
    void this.recording.stop();
    this.#roomSession?.leave();
    this.#roomSession = null;
    this.devices.stop();
  }

  #handleEnd(roomSession: RoomSession): void {
    if (this.#roomSession !== roomSession) return;
    void this.recording.stop();
    this.#roomSession = null;
    this.#stopWatching();
    if (this.#last) this.#last.name = roomSession.ownName;
    const { status } = this.#room.get();
    if (isOver(status)) forgetMeeting(roomSession.meetingId);
    // Where the person can retry, the preview goes on.
    const goesOn = status.kind === 'failed' && !roomSession.entered && !LEADS_AWAY.has(status.code);
    if (!goesOn) this.devices.stop();
    this.#room.set({ transports: {}, activeSpeakers: [] });
  }

  /** Media state: the own as captured here, before the server knows it; others' as reported. */
  #liveTrack({ id, media }: Participant, source: Source): MediaStreamTrack | null {
    if (id !== this.#room.get().selfId) {
      return media[source] ? this.#registry.track(id, source) : null;
    }
    const track = this.devices.track(source);
    return track?.enabled ? track : null;
  }

  #stopWatching(): void {
    this.#unwatch?.();
    this.#unwatch = null;
  }
}
