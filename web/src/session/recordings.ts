import { useRecording } from '../stores/recording';
import { RecordingShelf } from './recording-shelf';

/** The recordings that this browser still has. By itself, since it is of use outside of meetings too. */
export const recordingShelf = new RecordingShelf({
  get: useRecording.getState,
  set: useRecording.setState,
});
