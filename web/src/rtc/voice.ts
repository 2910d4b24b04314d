import {
  unmetWishes,
  VOICE_PROCESSING,
  type VoiceChoices,
  type VoiceFacts,
  type VoiceWishes,
} from '../lib/voice-processing';

/** Constraints of a microphone, apart from the device. */
export function voiceConstraints(wishes: VoiceWishes, exact = false): MediaTrackConstraints {
  const constraints: MediaTrackConstraints = {};
  for (const name of VOICE_PROCESSING) {
    constraints[name] = exact ? { exact: wishes[name] } : wishes[name];
  }
  return constraints;
}

/** Voice processing that the track reports: its settings, and which of them can be switched. */
export function aboutVoice(track: MediaStreamTrack): { facts: VoiceFacts; choices: VoiceChoices } {
  return {
    facts: track.getSettings() as VoiceFacts,
    choices: (track.getCapabilities?.() ?? {}) as VoiceChoices,
  };
}

/** True if the track meets the wishes, as far as it reports. */
export function grants(track: MediaStreamTrack, wishes: VoiceWishes): boolean {
  return unmetWishes(aboutVoice(track).facts, wishes).length === 0;
}

/** Switches the processing of a live track; false where that has no effect, as in Chromium. */
export async function switchVoice(track: MediaStreamTrack, wishes: VoiceWishes): Promise<boolean> {
  try {
    await track.applyConstraints({ ...track.getConstraints(), ...voiceConstraints(wishes) });
  } catch {
    return false;
  }
  return grants(track, wishes);
}
