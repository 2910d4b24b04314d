import { type Cue, playCue } from '../rtc/cues';
import { useDevices } from '../stores/devices';
import { useSettings } from '../stores/settings';

/** Lets something be heard, where the person has not turned that off. */
export function cue(which: Cue): void {
  if (useSettings.getState().sounds) void playCue(which, useDevices.getState().speakerId);
}
