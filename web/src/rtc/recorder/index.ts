// Loaded only when somebody records.
export { chooseFormat, mimeType, PICTURE, type RecordingFormat } from './format';
export { openFile } from './open-file';
export { Recorder, type RecorderTrouble } from './recorder';
export { repairRecording } from './repair';
