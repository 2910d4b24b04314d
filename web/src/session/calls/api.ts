import type { CallId, Party, PersonId, WhoMayCall } from '../../rtc/protocol.gen';

/** Why somebody is not rung, or nothing is changed. */
export type CallProblem =
  | 'offline'
  | 'own_id'
  | 'in_call'
  | 'rate_limited'
  | 'limit_reached'
  | 'storage'
  /** Over, or answered at another page. */
  | 'gone'
  | 'refused';

/** Why a message is not even queued. */
export type DirectRefusal = 'empty' | 'too_long' | 'queue_full';

/** Calls of this page; what comes of it is in the store. */
export interface CallsSession {
  /** Signs in. What is open already stays so. */
  open(): void;
  /** Hangs up and goes. */
  close(): void;
  /** Changes the own name, also for the next time. */
  rename(name: string): Promise<CallProblem | null>;
  setWhoMayCall(who: WhoMayCall): Promise<CallProblem | null>;
  block(person: PersonId): Promise<CallProblem | null>;
  unblock(person: PersonId): Promise<CallProblem | null>;
  /** Rings somebody; where one is in a call, into its room. Null if that is well. */
  call(to: PersonId, video: boolean): Promise<CallProblem | null>;
  answer(call: CallId): Promise<CallProblem | null>;
  decline(call: CallId): void;
  /** The other's picture, from the answer until one is in the room. */
  picture(call: CallId): MediaStreamTrack | null;
  /** Calls back after any change of a picture; returns the unsubscribe. */
  subscribePictures(listener: () => void): () => void;
  /** Gives up ringing somebody. */
  cancel(call: CallId): void;
  /** Hangs up whatever there is, and leaves its room. */
  hangUp(): void;
  /** How it ended has been read. */
  dismiss(call: CallId): void;
  loadHistory(): Promise<void>;
  loadOlder(): Promise<void>;
  deleteCall(call: CallId): Promise<CallProblem | null>;
  clearMissed(): void;
  /** Looks at what two write to each other. */
  openDirect(person: Party): Promise<void>;
  closeDirect(): void;
  loadOlderDirect(): Promise<void>;
  sendDirect(to: PersonId, text: string): DirectRefusal | null;
  retryDirect(to: PersonId, clientId: string): void;
  discardDirect(to: PersonId, clientId: string): void;
  /** Deletes for oneself what was written so far. */
  deleteConversation(person: PersonId): Promise<CallProblem | null>;
  /** The messages are looked at. */
  markRead(): void;
}
