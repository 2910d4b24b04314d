import { type Cue, playCue } from '../rtc/cues';
import { effectiveSpeaker, useDevices } from '../stores/devices';
import { useSettings } from '../stores/settings';

/** Plays a cue unless the person turned cues off. */
export function cue(which: Cue): void {
  if (!useSettings.getState().sounds) return;
  void playCue(which, effectiveSpeaker(useDevices.getState()));
}
