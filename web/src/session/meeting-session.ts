import { readHostToken } from '../lib/host-tokens';
import { readPreferences, updatePreferences } from '../lib/preferences';
import { rememberMeeting } from '../lib/recent-meetings';
import type { MeetingId, ParticipantId, Reaction } from '../rtc/protocol.gen';
import { type HostRequest, type PayloadOf, SignalingError } from '../rtc/signaling';
import { type OpenSocket, openSocket } from '../rtc/signaling-socket';
import { initialChat } from '../stores/chat';
import { initialRoom } from '../stores/room';
import type { ChatActions, DeviceManager, MediaRegistry, MeetingSession } from './api';
import type { ChatStateSink } from './chat';
import type { HostingSink } from './hosting';
import { TrackRegistry } from './media-registry';
import { watchPage } from './page-events';
import type { QualitySink } from './quality';
import type { ReactionSink } from './reactions';
import { type RoomStateSink, Stay } from './stay';
import { readToken, writeToken } from './token';

/** After these nothing is left of prejoin. */
const LEADS_AWAY: ReadonlySet<string> = new Set([
  'meeting_not_found',
  'meeting_ended',
  'meeting_locked',
  'room_full',
  'lobby_full',
  'removed',
]);

/** Where the state of all that is in a meeting is written. */
export interface MeetingSinks {
  room: RoomStateSink;
  chat: ChatStateSink;
  reactions: ReactionSink;
  hosting: HostingSink;
  quality: QualitySink;
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
  readonly #registry: TrackRegistry;
  readonly #sinks: MeetingSinks;
  readonly #room: RoomStateSink;
  readonly #openSocket: OpenSocket;
  #stay: Stay | null = null;
  /** What `rejoin` goes back to. */
  #last: { meetingId: MeetingId; name: string; password: string | null } | null = null;
  #unwatch: (() => void) | null = null;

  constructor(devices: DeviceManager, sinks: MeetingSinks, open: OpenSocket = openSocket) {
    this.devices = devices;
    this.#sinks = sinks;
    this.#room = sinks.room;
    this.#openSocket = open;
    this.#registry = new TrackRegistry(devices);
  }

  get media(): MediaRegistry {
    return this.#registry;
  }

  get chat(): ChatActions | null {
    return this.#stay?.chat ?? null;
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

  rememberedName(): string {
    return readPreferences().name;
  }

  join(meetingId: MeetingId, name: string, password: string | null = null): Promise<void> {
    if (this.#stay?.meetingId === meetingId && this.#stay.name === name) return this.#stay.settled;
    this.#stay?.leave();
    this.#stopWatching();
    updatePreferences({ name });
    // A draft is for the meeting it was begun in.
    if (this.#last?.meetingId !== meetingId) this.#sinks.chat.set(initialChat);
    this.#last = { meetingId, name, password };
    this.#room.set({ ...initialRoom, status: { kind: 'joining' }, meetingId });
    // Not awaited: a person who thinks about the browser's question is in the room meanwhile.
    void this.devices.start();
    const stay = new Stay({
      meetingId,
      name,
      token: readToken(meetingId),
      hostToken: readHostToken(meetingId),
      password,
      devices: this.devices,
      registry: this.#registry,
      ...this.#sinks,
      openSocket: this.#openSocket,
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
      if (this.#stay === stay && this.#room.get().status.kind === 'joined') {
        rememberMeeting(meetingId, Date.now());
      }
    });
    return stay.settled;
  }

  leave(): void {
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

  async rejoin(): Promise<void> {
    if (this.#stay) return this.#stay.settled;
    const last = this.#last;
    if (!last) return;
    return this.join(last.meetingId, last.name, last.password);
  }

  retryTransport(participant: ParticipantId): void {
    this.#stay?.retryTransport(participant);
  }

  /** The page goes; it may yet come back as it was, and then joins again. */
  #handleHide(): void {
    this.#stay?.leave();
    this.#stay = null;
    this.devices.stop();
  }

  #handleEnd(stay: Stay): void {
    if (this.#stay !== stay) return;
    this.#stay = null;
    this.#stopWatching();
    if (this.#last) this.#last.name = stay.ownName;
    const { status } = this.#room.get();
    // Where one may just try again, the look in the mirror goes on.
    const goesOn = status.kind === 'failed' && !stay.entered && !LEADS_AWAY.has(status.code);
    if (!goesOn) this.devices.stop();
    this.#room.set({ transports: {}, activeSpeakers: [] });
  }

  #stopWatching(): void {
    this.#unwatch?.();
    this.#unwatch = null;
  }
}
