import { create } from 'zustand';

/** Why a recording ended though nobody stopped it. */
export type RecordingTrouble = 'full' | 'failed' | 'not_allowed';

/** A recording that is not, or not only, where the person wants it. */
export interface ShelfItem {
  /** What it is known by. */
  stored: string;
  meetingId: string;
  /** In ms since the epoch. */
  startedAt: number;
  state: /** It is being ended, or repaired. */
    | 'saving'
    /** It was handed out, and is still here. */
    | 'saved'
    /** It is where the person chose. */
    | 'chosen'
    /** It was cut off, by a crash perhaps, and can be repaired. */
    | 'interrupted'
    /** It is here from an earlier visit. */
    | 'kept'
    /** Nothing could be saved of it. */
    | 'lost';
  /** In bytes, where it is known. */
  size: number | null;
  trouble: RecordingTrouble | null;
}

/** One's own recording: serialisable, written by the session. What others do is in the room's state. */
export interface OwnRecording {
  phase: 'off' | 'starting' | 'recording' | 'paused';
  /** What was recorded before it was last resumed, in ms. */
  recorded: number;
  /** When it was last resumed, in ms since the epoch by this clock; null while nothing is recorded. */
  runningSince: number | null;
  /** The browser gives no sound to be recorded. */
  silent: boolean;
  /** There is no disk to write to: it must not become too long. */
  inMemory: boolean;
  shelf: ShelfItem[];
}

export const initialRecording: OwnRecording = {
  phase: 'off',
  recorded: 0,
  runningSince: null,
  silent: false,
  inMemory: false,
  shelf: [],
};

export const useRecording = create<OwnRecording>()(() => initialRecording);
