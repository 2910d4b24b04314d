import type { CallId, Party, PersonId, WhoMayCall } from '../../protocol/protocol.gen';

/** Why a call or a change failed. */
export type CallProblem =
  | 'offline'
  | 'own_id'
  | 'in_call'
  | 'rate_limited'
  | 'limit_reached'
  | 'storage'
  /** The call ended, or was answered on another page. */
  | 'gone'
  | 'refused';

/** Why a message was not queued. */
export type DirectRefusal = 'empty' | 'too_long' | 'queue_full';

/** Calls of this page; their state is in the store. */
export interface CallsSession {
  /** Signs in. Does nothing if the calls are open already. */
  open(): void;
  /** Hangs up and signs out. */
  close(): void;
  /** Changes the own name and remembers it. */
  rename(name: string): Promise<CallProblem | null>;
  setWhoMayCall(who: WhoMayCall): Promise<CallProblem | null>;
  block(person: PersonId): Promise<CallProblem | null>;
  unblock(person: PersonId): Promise<CallProblem | null>;
  /** Calls a person; during a call, invites them into its room. Returns null on success. */
  call(to: PersonId, video: boolean): Promise<CallProblem | null>;
  /** Answers; with `video` false the own camera stays off. */
  answer(call: CallId, video?: boolean): Promise<CallProblem | null>;
  decline(call: CallId): void;
  /** The other's picture, from the answer until the room is entered. */
  picture(call: CallId): MediaStreamTrack | null;
  /** Calls back after any change of a picture; returns the unsubscribe function. */
  subscribePictures(listener: () => void): () => void;
  /** Cancels an outgoing call. */
  cancel(call: CallId): void;
  /** Hangs up every call and leaves the room. */
  hangUp(): void;
  /** The person has read how the call ended. */
  dismiss(call: CallId): void;
  loadHistory(): Promise<void>;
  loadOlder(): Promise<void>;
  deleteCall(call: CallId): Promise<CallProblem | null>;
  clearMissed(): void;
  /** Opens the conversation with a person. */
  openDirect(person: Party): Promise<void>;
  closeDirect(): void;
  loadOlderDirect(): Promise<void>;
  sendDirect(to: PersonId, text: string): DirectRefusal | null;
  retryDirect(to: PersonId, clientId: string): void;
  discardDirect(to: PersonId, clientId: string): void;
  /** Deletes the conversation for this person only. */
  deleteConversation(person: PersonId): Promise<CallProblem | null>;
  /** The person has read the messages. */
  markRead(): void;
}
