/** What is known of a recording by the name it is kept under. */
export interface RecordingName {
  meetingId: string;
  /** When it was begun, in ms since the epoch. */
  startedAt: number;
  extension: 'webm' | 'mp4';
}

/** The name it is kept under in the browser, until it is saved. */
export function storedName({ meetingId, startedAt, extension }: RecordingName): string {
  return `${startedAt}.${meetingId}.${extension}`;
}

/** Null for what is no recording. */
export function parseStoredName(name: string): RecordingName | null {
  const [, startedAt, meetingId, extension] =
    /^(\d{1,15})\.([a-z-]{1,40})\.(webm|mp4)$/.exec(name) ?? [];
  if (!startedAt || !meetingId || (extension !== 'webm' && extension !== 'mp4')) return null;
  return { meetingId, startedAt: Number(startedAt), extension };
}

/** The name of the file a person gets, in their own time; no system refuses it, and it sorts by time. */
export function fileName({ meetingId, startedAt, extension }: RecordingName): string {
  const at = new Date(startedAt);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join('.');
  return `Convene ${day} ${time} ${meetingId}.${extension}`;
}
