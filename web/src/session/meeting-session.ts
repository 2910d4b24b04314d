import { readHostToken } from '../lib/host-tokens';
import { readPreferences, updatePreferences } from '../lib/preferences';
import { rememberMeeting } from '../lib/recent-meetings';
import type {
  MeetingId,
  Participant,
  ParticipantId,
  Reaction,
  Signal,
  TransportId,
} from '../rtc/protocol.gen';
import { type HostRequest, type PayloadOf, SignalingError } from '../rtc/signaling';
import { type OpenSocket, openSocket } from '../rtc/signaling-socket';
import type { Source } from '../rtc/source';
import { initialChat } from '../stores/chat';
import { initialRoom } from '../stores/room';
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
import { watchPage } from './page-events';
import type { QualitySink } from './quality';
import type { ReactionSink } from './reactions';
import { Recording } from './recording';
import type { RecordingShelf, RecordingSink } from './recording-shelf';
import { type RoomStateSink, Stay } from './stay';
import { readToken, writeToken } from './token';
import { keepUnsaved } from './unsaved';

/** After these nothing is left of prejoin. */
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

/** Where the state of all that is in a meeting is written. */
export interface MeetingSinks {
  room: RoomStateSink;
  chat: ChatStateSink;
  reactions: ReactionSink;
  hosting: HostingSink;
  interview: SavesSink;
  quality: QualitySink;
  recording: RecordingSink;
}

/** Into which room, as whom, and by what. */
interface Way {
  meetingId: MeetingId;
  name: string;
  password: string | null;
  entry: InterviewEntry | null;
  call: CallEntry | null;
}

/**
 * The page's part in meetings, one at a time.
 *
 * Closing the page, and reloading it, tell the server: nobody can know which of the two it is, and a tile
 * that stays for the whole grace period would be the worse mistake. The token stays in the tab, so
 * a reload comes back as the same participant; the others see it go and come.
 */
export class BrowserMeetingSession implements MeetingSession {
  readonly devices: DeviceManager;
  readonly recording: Recording;
  readonly #registry: TrackRegistry;
  readonly #sinks: MeetingSinks;
  readonly #room: RoomStateSink;
  readonly #openSocket: OpenSocket;
  #stay: Stay | null = null;
  /** What `rejoin` goes back to. */
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
      sign: () => this.#stay?.recordingSign ?? null,
    });
  }

  get media(): MediaRegistry {
    return this.#registry;
  }

  get chat(): ChatActions | null {
    return this.#stay?.chat ?? null;
  }

  get interview(): InterviewActions | null {
    return this.#stay?.interview ?? null;
  }

  async react(reaction: Reaction): Promise<void> {
    await this.#stay?.react(reaction);
  }

  async raiseHand(raised: boolean): Promise<void> {
    await this.#stay?.raiseHand(raised);
  }

  async ask<Name extends HostRequest>(name: Name, payload: PayloadOf<Name>): Promise<void> {
    if (!this.#stay) throw new SignalingError('disconnected', 'not in a meeting');
    await this.#stay.ask(name, payload);
  }

  async renameSelf(name: string): Promise<void> {
    const { selfId } = this.#room.get();
    if (!selfId) return;
    await this.ask('rename', { participant_id: selfId, name });
    updatePreferences({ name });
  }

  answerUnmute(yes: boolean): void {
    this.#stay?.answerUnmute(yes);
  }

  isKnown(meetingId: MeetingId): boolean {
    return readHostToken(meetingId) !== null || readToken(meetingId) !== null;
  }

  forget(meetingId: MeetingId): void {
    writeToken(meetingId, null);
    keepUnsaved(meetingId, []);
  }

  rememberedName(): string {
    return readPreferences().name;
  }

  join(
    meetingId: MeetingId,
    name: string,
    password: string | null = null,
    entry: InterviewEntry | null = null,
  ): Promise<void> {
    return this.#enter({ meetingId, name, password, entry, call: null });
  }

  enterCall(call: CallEntry): Promise<void> {
    const { meetingId, name } = call;
    return this.#enter({ meetingId, name, password: null, entry: null, call });
  }

  #enter(way: Way): Promise<void> {
    const { meetingId, name, password, entry, call } = way;
    if (this.#stay?.meetingId === meetingId && this.#stay.name === name) return this.#stay.settled;
    void this.recording.stop();
    this.#stay?.leave();
    this.#stopWatching();
    if (!call) updatePreferences({ name });
    // A draft is for the meeting it was begun in.
    if (this.#last?.meetingId !== meetingId) this.#sinks.chat.set(initialChat);
    this.#last = way;
    this.#room.set({ ...initialRoom, status: { kind: 'joining' }, meetingId });
    // Not awaited: a person who thinks about the browser's question is in the room meanwhile.
    if (entry?.role === 'observer') this.devices.stop();
    else void this.devices.start();
    const stay = new Stay({
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
      onEnd: () => this.#handleEnd(stay),
    });
    this.#stay = stay;
    this.#unwatch = watchPage({
      onNetwork: () => this.#stay?.handleNetworkChange(),
      onVisible: () => this.#stay?.handleVisible(),
      onHide: () => this.#handleHide(),
      onRestore: () => void this.rejoin(),
    });
    stay.start();
    void stay.settled.then(() => {
      // An interview is found again by its link, and a call among the calls.
      if (!entry && !call && this.#stay === stay && this.#room.get().status.kind === 'joined') {
        rememberMeeting(meetingId, Date.now());
      }
    });
    return stay.settled;
  }

  leave(): void {
    // It is completed while one goes: what it shows is in it already.
    void this.recording.stop();
    const stay = this.#stay;
    this.#stay = null;
    this.#stopWatching();
    stay?.leave();
    this.devices.stop();
    const { meetingId, status } = this.#room.get();
    if (status.kind === 'idle' || status.kind === 'left') return;
    if (meetingId) writeToken(meetingId, null);
    this.#room.set({ ...initialRoom, status: { kind: 'left' }, meetingId });
  }

  handleSignal(from: ParticipantId, transportId: TransportId, signal: Signal): void {
    this.#stay?.handleSignal(from, transportId, signal);
  }

  hangUp(): void {
    this.#stay?.hangUp();
    this.leave();
  }

  async rejoin(): Promise<void> {
    if (this.#stay) return this.#stay.settled;
    if (this.#last) return this.#enter(this.#last);
  }

  retryTransport(participant: ParticipantId): void {
    this.#stay?.retryTransport(participant);
  }

  /** The page goes; it may yet come back as it was, and then joins again. */
  #handleHide(): void {
    void this.recording.stop();
    this.#stay?.leave();
    this.#stay = null;
    this.devices.stop();
  }

  #handleEnd(stay: Stay): void {
    if (this.#stay !== stay) return;
    void this.recording.stop();
    this.#stay = null;
    this.#stopWatching();
    if (this.#last) this.#last.name = stay.ownName;
    const { status } = this.#room.get();
    // Where one may just try again, the look in the mirror goes on.
    const goesOn = status.kind === 'failed' && !stay.entered && !LEADS_AWAY.has(status.code);
    if (!goesOn) this.devices.stop();
    this.#room.set({ transports: {}, activeSpeakers: [] });
  }

  /** One's own as it is captured here, before the server knows of it; the others' as they say. */
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
