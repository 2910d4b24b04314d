import { nextSpeaking, type Speaking } from './active-speakers';

/** Why nothing of what one says can arrive. */
export type MicrophoneTrouble =
  /** It is captured, and gives digital silence: no room is as quiet as that. */
  | 'silent'
  /** The system or the browser holds it back (the track's own `muted`). */
  | 'interrupted'
  /** It went, and no other is there. */
  | 'ended';

/** A look at the microphone, some times a second. */
export interface MicrophoneReading {
  state: 'none' | 'muted' | 'live' | 'interrupted' | 'ended';
  /** The loudest since the look before, 0 to 1; null while that cannot be told. */
  peak: number | null;
  /** Which track it is of: another one is judged afresh. */
  track: unknown;
}

/** Less than one step of a 16-bit recording: a microphone that works is never as silent for seconds. */
const NOTHING = 1 / 32_768;
const PATIENCE: Record<MicrophoneTrouble, number> = {
  silent: 8_000,
  interrupted: 1_000,
  ended: 1_000,
};
/** Some microphones give nothing at all between words: who was suspected in vain is waited for longer. */
const FALSE_ALARM_FACTOR = 4;
const MOST_PATIENCE = 8;

export interface TroubleWatch {
  readonly trouble: MicrophoneTrouble | null;
  readonly suspected: MicrophoneTrouble | null;
  readonly since: number;
  readonly track: unknown;
  /** By what the patience with this track's silence is multiplied. */
  readonly patience: number;
}

export const UNTROUBLED: TroubleWatch = {
  trouble: null,
  suspected: null,
  since: 0,
  track: null,
  patience: 1,
};

/** Whether the microphone is in trouble, from how it is now and what was thought before. */
export function nextTrouble(
  before: TroubleWatch,
  reading: MicrophoneReading,
  now: number,
): TroubleWatch {
  const { state, peak, track } = reading;
  const watch = track === before.track ? before : { ...UNTROUBLED, track };
  // Nothing can be told just now: what was thought stands.
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

/** A word or two; a cough or a door is shorter. */
const SPEECH = 1_000;
/** For how long one is told, and from when on one may be told again. */
const TOLD_FOR = 10_000;
const TOLD_AGAIN_AFTER = 60_000;

export interface MutedSpeechWatch {
  /** Whether to tell the person now. */
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

/** Whether somebody speaks while muted and should be told; `level` is null while they are not muted. */
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
