import { create } from 'zustand';

import type {
  ErrorCode,
  InterviewCommand,
  InterviewRole,
  InterviewView,
  ParticipantId,
} from '../rtc/protocol.gen';

/** What is typed bit by bit, and saved by itself. */
export type SaveCommand = Extract<InterviewCommand, { kind: 'save_answer' | 'save_scorecard' }>;

/** How far something is saved. */
export type SaveState =
  /** Typed, and about to be sent, or on its way. */
  | { kind: 'saving' }
  | { kind: 'saved' }
  /** It stays in this tab, and is sent again where that may help. */
  | { kind: 'failed'; code: ErrorCode | 'disconnected' };

export interface Save {
  command: SaveCommand;
  state: SaveState;
}

/** Somebody who was in the interview, and left. */
export interface LeftPerson {
  id: ParticipantId;
  name: string;
  role: InterviewRole;
}

/** The interview as this page sees it: serialisable, written by the session only. */
export interface InterviewState {
  /** As the server tells it; null outside of interviews. */
  view: InterviewView | null;
  /** By key: what was typed here, newer than what the server tells or the same. */
  saves: Record<string, Save>;
  left: LeftPerson[];
}

export const initialInterview: InterviewState = { view: null, saves: {}, left: [] };

export const useInterview = create<InterviewState>()(() => initialInterview);

/** Under which a save is found. */
export function saveKey(command: SaveCommand): string {
  return command.kind === 'save_answer' ? `answer/${command.question}` : 'scorecard';
}
