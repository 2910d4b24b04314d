/** Voice processing of a browser, by the W3C's names of the constraints. */
export const VOICE_PROCESSING = [
  'echoCancellation',
  'noiseSuppression',
  'autoGainControl',
] as const;

export type VoiceProcessing = (typeof VOICE_PROCESSING)[number];

/** The desired processing. */
export type VoiceWishes = Record<VoiceProcessing, boolean>;

/** Why a switch is fixed: the browser has none, or the microphone processes by itself. */
export type Fixed = 'browser' | 'device';

/** One kind of processing: its state, and why it cannot be changed, if so. */
export interface VoiceSwitch {
  on: boolean;
  fixed: Fixed | null;
}

/** Settings a track reports; Chromium names kinds of echo cancellation. */
export type VoiceFacts = { [name in VoiceProcessing]?: boolean | string };
/** Settings a track can switch to. */
export type VoiceChoices = { [name in VoiceProcessing]?: readonly (boolean | string)[] };

/** Wishes that the track contradicts; unreported settings count as met. */
export function unmetWishes(facts: VoiceFacts, wishes: VoiceWishes): VoiceProcessing[] {
  return VOICE_PROCESSING.filter((name) => {
    const fact = facts[name];
    return fact !== undefined && (fact !== false) !== wishes[name];
  });
}

/** Which processing this track can switch; null without a track. */
export function voiceSwitches(
  wishes: VoiceWishes,
  known: { [name in VoiceProcessing]?: boolean },
  track: { facts: VoiceFacts; choices: VoiceChoices; tried: boolean } | null,
): Record<VoiceProcessing, VoiceSwitch> {
  const unmet = track?.tried ? unmetWishes(track.facts, wishes) : [];
  const one = (name: VoiceProcessing): VoiceSwitch => {
    if (!known[name]) return { on: false, fixed: 'browser' };
    const only = track?.choices[name]?.length === 1 ? track.choices[name][0] : undefined;
    if (only !== undefined) return { on: only !== false, fixed: 'device' };
    if (unmet.includes(name)) return { on: !wishes[name], fixed: 'device' };
    return { on: wishes[name], fixed: null };
  };
  return {
    echoCancellation: one('echoCancellation'),
    noiseSuppression: one('noiseSuppression'),
    autoGainControl: one('autoGainControl'),
  };
}
