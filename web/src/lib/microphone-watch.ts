import { nextSpeaking, type Speaking } from './active-speakers';

/** Why no sound of the person can arrive. */
export type MicrophoneTrouble =
  /** The microphone delivers digital silence; no room is that quiet. */
  | 'silent'
  /** The system or the browser holds the track back (its own `muted`). */
  | 'interrupted'
  /** The microphone is gone and there is no other. */
  | 'ended';

/** A sample of the microphone, taken several times a second. */
export interface MicrophoneReading {
  state: 'none' | 'muted' | 'live' | 'interrupted' | 'ended';
  /** Peak since the last sample, 0 to 1; null while unknown. */
  peak: number | null;
  /** The measured track: a new one is judged afresh. */
  track: unknown;
}

/** Below one step of 16-bit sound: no working microphone is that silent for seconds. */
const NOTHING = 1 / 32_768;
const PATIENCE: Record<MicrophoneTrouble, number> = {
  silent: 8_000,
  interrupted: 1_000,
  ended: 1_000,
};
/** Some microphones deliver nothing between words: a false alarm lengthens the next wait. */
const FALSE_ALARM_FACTOR = 4;
const MOST_PATIENCE = 8;

export interface TroubleWatch {
  readonly trouble: MicrophoneTrouble | null;
  readonly suspected: MicrophoneTrouble | null;
  readonly since: number;
  readonly track: unknown;
  /** Factor on the wait before this track counts as silent. */
  readonly patience: number;
}

export const UNTROUBLED: TroubleWatch = {
  trouble: null,
  suspected: null,
  since: 0,
  track: null,
  patience: 1,
};

/** Decides whether the microphone is in trouble, from its present and past samples. */
export function nextTrouble(
  before: TroubleWatch,
  reading: MicrophoneReading,
  now: number,
): TroubleWatch {
  const { state, peak, track } = reading;
  const watch = track === before.track ? before : { ...UNTROUBLED, track };
  // The level is unknown: the verdict stands.
  if (state === 'live' && peak === null) return watch;
  const suspected = suspicion(reading);
  if (suspected === null) {
    const falseAlarm = watch.trouble === 'silent' && state === 'live';
    const patience = falseAlarm
      ? Math.min(watch.patience * FALSE_ALARM_FACTOR, MOST_PATIENCE)
      : watch.patience;
    return { ...UNTROUBLED, track, patience };
  }
  if (suspected !== watch.suspected) return { ...watch, trouble: null, suspected, since: now };
  const patience = PATIENCE[suspected] * (suspected === 'silent' ? watch.patience : 1);
  return now - watch.since >= patience ? { ...watch, trouble: suspected } : watch;
}

function suspicion({ state, peak }: MicrophoneReading): MicrophoneTrouble | null {
  if (state === 'interrupted' || state === 'ended') return state;
  return state === 'live' && peak !== null && peak < NOTHING ? 'silent' : null;
}

/** Length of a word or two in ms; a cough or a door is shorter. */
const SPEECH = 1_000;
/** How long the notice shows, and the pause before the next one, in ms. */
const TOLD_FOR = 10_000;
const TOLD_AGAIN_AFTER = 60_000;

export interface MutedSpeechWatch {
  /** True if the person must be told now. */
  readonly noticed: boolean;
  readonly noticedAt: number;
  readonly speaking: Speaking;
  readonly since: number | null;
}

export const UNNOTICED: MutedSpeechWatch = {
  noticed: false,
  noticedAt: Number.NEGATIVE_INFINITY,
  speaking: new Map(),
  since: null,
};

/**
 * Decides whether somebody who speaks while muted must be told. `level` is null while they are not
 * muted.
 */
export function nextMutedSpeech(
  before: MutedSpeechWatch,
  level: number | null,
  now: number,
): MutedSpeechWatch {
  const { noticedAt } = before;
  if (level === null) return { ...UNNOTICED, noticedAt };
  const speaking = nextSpeaking(before.speaking, [[ONESELF, level]], now);
  const since = speaking.size === 0 ? null : (before.since ?? now);
  if (before.noticed && now - noticedAt < TOLD_FOR) return { ...before, speaking, since };
  const lastHeard = speaking.get(ONESELF) ?? now;
  const speaks = since !== null && lastHeard - since >= SPEECH;
  if (speaks && now - noticedAt >= TOLD_AGAIN_AFTER) {
    return { noticed: true, noticedAt: now, speaking, since };
  }
  return { noticed: false, noticedAt, speaking, since };
}

const ONESELF = 'self';
