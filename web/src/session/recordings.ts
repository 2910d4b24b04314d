import { useRecording } from '../stores/recording';
import { RecordingShelf } from './recording-shelf';

/** The shelf of this browser's recordings. Separate, since it is used outside of meetings too. */
export const recordingShelf = new RecordingShelf({
  get: useRecording.getState,
  set: useRecording.setState,
});
