import type { VoiceWishes } from '../lib/voice-processing';
import type {
  ChatMessageId,
  ClientMessageId,
  InterviewCommand,
  InterviewRole,
  MeetingId,
  ParticipantId,
  Reaction,
  Signal,
  TransportId,
} from '../rtc/protocol.gen';
import type { HostRequest, PayloadOf } from '../rtc/signaling';
import type { OpenSocket } from '../rtc/signaling-socket';
import type { Source, VideoSource } from '../rtc/source';
import type { Transport } from '../rtc/transport';
import type { Recipient } from '../stores/chat';
import type { SaveCommand } from '../stores/interview';
import type { RecordingWords } from './recording-scene';

export type { HostRequest, PayloadOf } from '../rtc/signaling';
export type { Source, VideoSource } from '../rtc/source';

/**
 * Where the media of everybody is found. Tracks are not serialisable, so they live here and not in a
 * store; a hook subscribes. `SELF` stands for oneself (own camera and own screen only).
 */
export interface MediaRegistry {
  track(participant: ParticipantId | typeof SELF, source: Source): MediaStreamTrack | null;
  /** Calls back after any change to that participant's tracks; returns the unsubscribe. */
  subscribe(participant: ParticipantId | typeof SELF, listener: () => void): () => void;
  /**
   * Says at which size something shows a participant's picture, so that no more is sent than is seen: its
   * shorter side in real pixels, 0 while nobody sees it, null when it is not shown there any more. `viewer`
   * names who says so (a tile, a recording); of several the largest counts. What no viewer asks for is
   * not sent at all.
   */
  setViewSize(
    participant: ParticipantId,
    source: VideoSource,
    viewer: string,
    height: number | null,
  ): void;
}

export const SELF = 'self';

/** The devices of this page: one instance, shared by prejoin and the meeting. */
export interface DeviceManager {
  /** Brings what is captured into line with what is wanted; asks for permission if need be. */
  start(): Promise<void>;
  /** Stops every device. */
  stop(): void;
  setCamera(on: boolean): Promise<void>;
  setMicrophone(on: boolean): Promise<void>;
  chooseCamera(deviceId: string): Promise<void>;
  chooseMicrophone(deviceId: string): Promise<void>;
  chooseSpeaker(deviceId: string): Promise<void>;
  /** Switches what the browser does to the voice: heard by the others at once, without a cut. */
  setVoice(change: Partial<VoiceWishes>): Promise<void>;
  /** Whether one is to be told of speaking while muted; the microphone is listened to for that, here only. */
  setListensMuted(listens: boolean): void;
  /** Own tracks, captured ones only; a muted microphone's is there, and disabled. */
  track(source: Source): MediaStreamTrack | null;
  subscribe(listener: () => void): () => void;
  /** The microphone's level, 0 to 1, read as often as the caller paints. */
  microphoneLevel(): number;
  /** Plays a short chime on the chosen speaker. */
  testSpeaker(): Promise<void>;
  /** Asks what to share. A whole screen waits for `confirmScreenShare`: nobody sees it before. */
  startScreenShare(): Promise<void>;
  confirmScreenShare(): void;
  /** Drops the whole screen that waits. */
  cancelScreenShare(): void;
  stopScreenShare(): void;
  /** Turns off what somebody else stopped: for this meeting, and without remembering it. */
  stopSource(source: Source): void;
}

/** Why a message is not even queued. */
export type SendRefusal = 'empty' | 'too_long' | 'queue_full';

/** The chat of the meeting one is in; what comes of it is in the store. */
export interface ChatActions {
  /** Queues a message and sends it as soon as can be; null if that is well. */
  send(text: string, to: Recipient | null): SendRefusal | null;
  /** Sends a failed message again. */
  retry(clientId: ClientMessageId): void;
  /** Drops a message that failed. */
  discard(clientId: ClientMessageId): void;
  /** Changes an own message; rejects where the server refuses. */
  edit(id: ChatMessageId, text: string): Promise<void>;
  delete(id: ChatMessageId): Promise<void>;
  loadOlder(): Promise<void>;
  markRead(): void;
}

/** Why nothing is recorded. `cancelled`: the person was asked where to, and changed their mind. */
export type RecordingRefusal = 'unsupported' | 'not_allowed' | 'offline' | 'cancelled' | 'failed';

/** One's own recording of the meeting one is in; what comes of it is in the store. */
export interface RecordingActions {
  /** Tells everybody, and then records. To be called in a press. Null if that is well. */
  start(words: RecordingWords): Promise<RecordingRefusal | null>;
  pause(): void;
  /** Tells everybody, and then goes on. Null if that is well. */
  resume(): Promise<RecordingRefusal | null>;
  /** Ends it; the file is handed out as soon as it is complete, even after leaving. */
  stop(): Promise<void>;
}

/** By which link one comes into an interview, and as what. */
export interface InterviewEntry {
  link: string;
  role: InterviewRole;
}

/** The interview of the room one is in; what comes of it is in the store. */
export interface InterviewActions {
  /** Asks for something; rejects where the server refuses, or could not be asked. */
  send(command: InterviewCommand): Promise<void>;
  /** Saves it soon, and again until it is there; the store says how far that is. */
  save(command: SaveCommand): void;
  /** Does not wait any longer with what is to be saved soon. */
  saveNow(): void;
  /** Saves it for good; rejects where the server refuses. */
  submit(command: SaveCommand): Promise<void>;
}

/** How one comes into the room of a call. */
export interface CallEntry {
  meetingId: MeetingId;
  name: string;
  /** The token of the join. */
  ticket: string;
  /** The connection that the room shares with the calls. */
  openSocket: OpenSocket;
  /** Hands over the transport to somebody there, if one was prepared. */
  prepared(participant: ParticipantId): Transport | null;
  /** Somebody there hung up, and said so past the server. */
  onHangUp(participant: ParticipantId): void;
}

/** One page's part in one meeting. */
export interface MeetingSession {
  /**
   * Starts the devices and enters. Resolves when it is settled, whether well or not: the room's
   * status says which. Remembers the name. An interview takes an entry; an observer sends nothing, and no device
   * is started.
   */
  join(
    meetingId: MeetingId,
    name: string,
    password?: string | null,
    entry?: InterviewEntry | null,
  ): Promise<void>;
  /** Enters the room of a call. Resolves as `join` does. */
  enterCall(entry: CallEntry): Promise<void>;
  /** A signal from somebody there that did not come through the room. */
  handleSignal(from: ParticipantId, transportId: TransportId, signal: Signal): void;
  /** Tells the server, closes every transport and stops every device. Safe to call twice. */
  leave(): void;
  /** Leaves, and tells the others past the server as well. */
  hangUp(): void;
  /** After `superseded` or a failure: takes the presence up again. */
  rejoin(): Promise<void>;
  /** Tries a failed transport again at once. */
  retryTransport(participant: ParticipantId): void;
  /** Shows a reaction to everybody, oneself at once; rejects where it could not be sent. */
  react(reaction: Reaction): Promise<void>;
  /** Resolves when the server took it; the room's state follows. */
  raiseHand(raised: boolean): Promise<void>;
  /**
   * Asks for what only some roles may do, or for another name; rejects where the server refuses, or could not be
   * asked. The room's state follows.
   */
  ask<Name extends HostRequest>(name: Name, payload: PayloadOf<Name>): Promise<void>;
  /** Changes the own name, also for the next time. */
  renameSelf(name: string): Promise<void>;
  /** A host asked one to unmute. */
  answerUnmute(yes: boolean): void;
  /** Whether this browser can prove that it was let in before, or made the meeting. */
  isKnown(meetingId: MeetingId): boolean;
  /** Somebody else comes in from here: what was remembered of who was there before is not theirs. */
  forget(meetingId: MeetingId): void;
  /** Of the meeting one is in; null outside. */
  readonly chat: ChatActions | null;
  /** Null outside. */
  readonly interview: InterviewActions | null;
  readonly recording: RecordingActions;
  /** The name given last time, or an empty one: what prejoin fills in. */
  rememberedName(): string;
  readonly media: MediaRegistry;
  readonly devices: DeviceManager;
}
