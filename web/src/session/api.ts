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
  ViewerPage,
} from '../protocol/protocol.gen';
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
 * Gives out the tracks of every participant. Tracks are not serialisable, so no store holds them;
 * hooks subscribe here. `SELF` is the own camera and the own screen.
 */
export interface MediaRegistry {
  track(participant: ParticipantId | typeof SELF, source: Source): MediaStreamTrack | null;
  /** Calls back after any change of that participant's tracks; returns the unsubscribe function. */
  subscribe(participant: ParticipantId | typeof SELF, listener: () => void): () => void;
  /**
   * Reports the size at which a viewer shows a participant's picture, so that the sender sends no
   * more. The size is the shorter side in device pixels, 0 while the picture is hidden, null when
   * the viewer no longer shows it. `viewer` names a tile or a recording; the largest of several
   * sizes counts. A picture without a viewer is not sent at all.
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
  /** Captures what the person wants captured; asks for permission unless it was just refused. */
  start(): Promise<void>;
  /** Like `start`, and asks again for a permission that was refused. */
  tryAgain(): Promise<void>;
  /** Stops every device. */
  stop(): void;
  setCamera(on: boolean): Promise<void>;
  setMicrophone(on: boolean): Promise<void>;
  chooseCamera(deviceId: string): Promise<void>;
  chooseMicrophone(deviceId: string): Promise<void>;
  chooseSpeaker(deviceId: string): Promise<void>;
  /** Opens the browser's own dialog for the speaker. Must be called in a press. */
  pickSpeaker(): Promise<void>;
  /** Changes the voice processing. Others hear it at once and without a cut. */
  setVoice(change: Partial<VoiceWishes>): Promise<void>;
  /**
   * Sets whether the muted microphone is measured to notice speech. The sound never leaves the
   * page.
   */
  setListensMuted(listens: boolean): void;
  /**
   * The own captured track of a source. A muted microphone has one, disabled; a device that the
   * system holds back has none.
   */
  track(source: Source): MediaStreamTrack | null;
  subscribe(listener: () => void): () => void;
  /** Microphone level, 0 to 1; cheap enough to read for every frame. */
  microphoneLevel(): number;
  /** Plays a short chime on the chosen speaker. */
  testSpeaker(): Promise<void>;
  /** Asks what to share. A whole screen stays hidden until `confirmScreenShare`. */
  startScreenShare(): Promise<void>;
  confirmScreenShare(): void;
  /** Releases the whole screen that waits for confirmation. */
  cancelScreenShare(): void;
  stopScreenShare(): void;
  /**
   * Turns off a source that a host stopped, for this meeting only: the choice is not remembered.
   */
  stopSource(source: Source): void;
}

/** Why a message was not queued. */
export type SendRefusal = 'empty' | 'too_long' | 'queue_full';

/** Chat of the current meeting; its state is in the store. */
export interface ChatActions {
  /** Queues a message and sends it as soon as possible; returns null on success. */
  send(text: string, to: Recipient | null): SendRefusal | null;
  /** Sends a failed message again. */
  retry(clientId: ClientMessageId): void;
  /** Drops a message that failed. */
  discard(clientId: ClientMessageId): void;
  /** Edits an own message; rejects if the server refuses. */
  edit(id: ChatMessageId, text: string): Promise<void>;
  delete(id: ChatMessageId): Promise<void>;
  loadOlder(): Promise<void>;
  markRead(): void;
}

/** Why a recording did not start. `cancelled`: the person closed the file picker. */
export type RecordingRefusal = 'unsupported' | 'not_allowed' | 'offline' | 'cancelled' | 'failed';

/** The own recording of the current meeting; its state is in the store. */
export interface RecordingActions {
  /** Tells everybody, then starts to record. Must be called in a press. Returns null on success. */
  start(words: RecordingWords): Promise<RecordingRefusal | null>;
  pause(): void;
  /** Tells everybody, then resumes. Returns null on success. */
  resume(): Promise<RecordingRefusal | null>;
  /** Ends the recording. The file is handed out once complete, even after leaving. */
  stop(): Promise<void>;
}

/** Link and role of a person who enters an interview. */
export interface InterviewEntry {
  link: string;
  role: InterviewRole;
}

/** Interview of the current room; its state is in the store. */
export interface InterviewActions {
  /** Sends a command; rejects if the server refuses or cannot be reached. */
  send(command: InterviewCommand): Promise<void>;
  /** Saves soon, and retries until the server has it; the store shows the progress. */
  save(command: SaveCommand): void;
  /** Saves pending texts at once. */
  saveNow(): void;
  /** Submits for good; rejects if the server refuses. */
  submit(command: SaveCommand): Promise<void>;
}

/** What a page needs to enter the room of a call. */
export interface CallEntry {
  meetingId: MeetingId;
  name: string;
  /** Ticket of the join, signed by the call's server. */
  ticket: string;
  /** Opens the room's share of the calls' connection. */
  openSocket: OpenSocket;
  /** Hands over the transport prepared for that participant, if there is one. */
  prepared(participant: ParticipantId): Transport | null;
  /** Called when a participant hung up and said so past the server. */
  onHangUp(participant: ParticipantId): void;
}

/** This page's session in one meeting at a time. */
export interface MeetingSession {
  /**
   * Starts the devices and joins. Resolves when the join succeeded or failed; the room's status
   * says which. Remembers the name. An interview needs an entry. Observers, and newcomers to a
   * webinar (`watches`), send nothing and start no device.
   */
  join(
    meetingId: MeetingId,
    name: string,
    password?: string | null,
    entry?: InterviewEntry | null,
    watches?: boolean,
  ): Promise<void>;
  /** Enters the room of a call. Resolves like `join`. */
  enterCall(entry: CallEntry): Promise<void>;
  /** Handles a signal that did not come through the room. */
  handleSignal(from: ParticipantId, transportId: TransportId, signal: Signal): void;
  /** Tells the server, closes every transport and stops every device. Safe to call twice. */
  leave(): void;
  /** Leaves, and tells the others past the server as well. */
  hangUp(): void;
  /** Joins again after `superseded` or a failure. */
  rejoin(): Promise<void>;
  /** Retries a failed transport at once. */
  retryTransport(participant: ParticipantId): void;
  /** Shows a reaction to everybody, here at once; rejects if it could not be sent. */
  react(reaction: Reaction): Promise<void>;
  /**
   * Raises or lowers the own hand. Resolves when the server accepted it; the room's state follows.
   */
  raiseHand(raised: boolean): Promise<void>;
  /**
   * Makes a request of hosts, or renames a participant. Rejects if the server refuses or cannot be
   * reached. The room's state follows.
   */
  ask<Name extends HostRequest>(name: Name, payload: PayloadOf<Name>): Promise<void>;
  /** Changes the own name and remembers it. */
  renameSelf(name: string): Promise<void>;
  /** Loads a page of a webinar's viewers; rejects if the server refuses or cannot be reached. */
  viewers(after?: ParticipantId): Promise<ViewerPage>;
  /** Answers a host who asked this person to unmute. */
  answerUnmute(yes: boolean): void;
  /** True if this browser has a token of an earlier join, or created the meeting. */
  isKnown(meetingId: MeetingId): boolean;
  /**
   * Looks for another tab of this browser that is in the meeting; calls back with its token. Returns
   * the function that ends the search.
   */
  findOtherTab(meetingId: MeetingId, onFound: (token: string) => void): () => void;
  /** Joins next as the participant of that token. */
  takeOver(meetingId: MeetingId, token: string): void;
  /** Forgets the earlier join, since another person enters from this browser. */
  forget(meetingId: MeetingId): void;
  /** Chat of the current meeting; null outside one. */
  readonly chat: ChatActions | null;
  /** Interview of the current room; null outside one. */
  readonly interview: InterviewActions | null;
  readonly recording: RecordingActions;
  /** The remembered name, or an empty string; prejoin fills it in. */
  rememberedName(): string;
  readonly media: MediaRegistry;
  readonly devices: DeviceManager;
}
