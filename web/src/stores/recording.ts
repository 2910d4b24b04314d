import { create } from 'zustand';

/** Why a recording ended by itself. */
export type RecordingTrouble = 'full' | 'failed' | 'not_allowed';

/** A recording that this browser still has, or could not save. */
export interface ShelfItem {
  /** Key of the recording. */
  stored: string;
  meetingId: string;
  /** In ms since the epoch. */
  startedAt: number;
  state: /** It is being ended, or repaired. */
    | 'saving'
    /** Downloaded, and still in this browser. */
    | 'saved'
    /** Saved where the person chose. */
    | 'chosen'
    /** Cut off, perhaps by a crash, and can be repaired. */
    | 'interrupted'
    /** Left from an earlier visit. */
    | 'kept'
    /** Nothing could be saved. */
    | 'lost';
  /** Size in bytes, if known. */
  size: number | null;
  trouble: RecordingTrouble | null;
}

/**
 * The own recording. Serialisable; the session writes it. Others' recordings are in the room's
 * state.
 */
export interface OwnRecording {
  phase: 'off' | 'starting' | 'recording' | 'paused';
  /** Recorded time before the last resume, in ms. */
  recorded: number;
  /** Time of the last resume, in ms since the epoch by this clock; null while paused. */
  runningSince: number | null;
  /** True while the browser delivers no sound. */
  silent: boolean;
  /** True if the recording is in memory and must stay short. */
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
