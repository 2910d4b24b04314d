/** What a browser does to a voice before it is sent, by the W3C's names of the constraints. */
export const VOICE_PROCESSING = [
  'echoCancellation',
  'noiseSuppression',
  'autoGainControl',
] as const;

export type VoiceProcessing = (typeof VOICE_PROCESSING)[number];

/** What of it is wanted. */
export type VoiceWishes = Record<VoiceProcessing, boolean>;

/** Why something cannot be switched: the browser has no switch, or the microphone does it by itself. */
export type Fixed = 'browser' | 'device';

/** One kind of processing: whether it is on, and why that cannot be changed, if so. */
export interface VoiceSwitch {
  on: boolean;
  fixed: Fixed | null;
}

/** What a track says of itself, as far as it says it; Chromium names kinds of echo cancellation. */
export type VoiceFacts = { [name in VoiceProcessing]?: boolean | string };
/** What a track can be switched to. */
export type VoiceChoices = { [name in VoiceProcessing]?: readonly (boolean | string)[] };

/** The wishes that the track's own word contradicts; what it does not tell of is as wanted. */
export function unmetWishes(facts: VoiceFacts, wishes: VoiceWishes): VoiceProcessing[] {
  return VOICE_PROCESSING.filter((name) => {
    const fact = facts[name];
    return fact !== undefined && (fact !== false) !== wishes[name];
  });
}

/** What of the browser's processing can be switched with this track; null while there is none. */
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
