import {
  unmetWishes,
  VOICE_PROCESSING,
  type VoiceChoices,
  type VoiceFacts,
  type VoiceWishes,
} from '../lib/voice-processing';

/** What a microphone is asked for with, besides its device. */
export function voiceConstraints(wishes: VoiceWishes, exact = false): MediaTrackConstraints {
  const constraints: MediaTrackConstraints = {};
  for (const name of VOICE_PROCESSING) {
    constraints[name] = exact ? { exact: wishes[name] } : wishes[name];
  }
  return constraints;
}

/** What the track says of its processing, and between what it can be switched, as far as it tells. */
export function aboutVoice(track: MediaStreamTrack): { facts: VoiceFacts; choices: VoiceChoices } {
  return {
    facts: track.getSettings() as VoiceFacts,
    choices: (track.getCapabilities?.() ?? {}) as VoiceChoices,
  };
}

/** Whether the track does as wished, as far as it tells. */
export function grants(track: MediaStreamTrack, wishes: VoiceWishes): boolean {
  return unmetWishes(aboutVoice(track).facts, wishes).length === 0;
}

/** Switches a track that is already there; false where that has no effect, as in Chromium. */
export async function switchVoice(track: MediaStreamTrack, wishes: VoiceWishes): Promise<boolean> {
  try {
    await track.applyConstraints({ ...track.getConstraints(), ...voiceConstraints(wishes) });
  } catch {
    return false;
  }
  return grants(track, wishes);
}
