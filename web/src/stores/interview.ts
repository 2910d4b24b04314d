import { create } from 'zustand';

import type {
  ErrorCode,
  InterviewCommand,
  InterviewRole,
  InterviewView,
  ParticipantId,
} from '../protocol/protocol.gen';

/** A text that is saved while it is typed. */
export type SaveCommand = Extract<InterviewCommand, { kind: 'save_answer' | 'save_scorecard' }>;

/** Progress of a save. */
export type SaveState =
  /** Typed; about to be sent or on its way. */
  | { kind: 'saving' }
  | { kind: 'saved' }
  /** Kept in this tab, and retried where that may help. */
  | { kind: 'failed'; code: ErrorCode | 'disconnected' };

export interface Save {
  command: SaveCommand;
  state: SaveState;
}

/** A person who left the interview. */
export interface LeftPerson {
  id: ParticipantId;
  name: string;
  role: InterviewRole;
}

/** The interview as this page sees it. Serialisable; only the session writes it. */
export interface InterviewState {
  /** View from the server; null outside of interviews. */
  view: InterviewView | null;
  /** Texts typed here, by key; at least as new as the server's. */
  saves: Record<string, Save>;
  left: LeftPerson[];
}

export const initialInterview: InterviewState = { view: null, saves: {}, left: [] };

export const useInterview = create<InterviewState>()(() => initialInterview);

/** Key of a saved text. */
export function saveKey(command: SaveCommand): string {
  return command.kind === 'save_answer' ? `answer/${command.question}` : 'scorecard';
}
