import { type Cue, playCue } from '../rtc/cues';
import { useDevices } from '../stores/devices';
import { useSettings } from '../stores/settings';

/** Plays a cue unless the person turned cues off. */
export function cue(which: Cue): void {
  if (useSettings.getState().sounds) void playCue(which, useDevices.getState().speakerId);
}
