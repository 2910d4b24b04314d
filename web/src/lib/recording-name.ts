/** Facts in the name of a stored recording. */
export interface RecordingName {
  meetingId: string;
  /** Start time in ms since the epoch. */
  startedAt: number;
  extension: 'webm' | 'mp4';
}

/** Name in the browser's storage until the recording is saved. */
export function storedName({ meetingId, startedAt, extension }: RecordingName): string {
  return `${startedAt}.${meetingId}.${extension}`;
}

/** Null for other files. */
export function parseStoredName(name: string): RecordingName | null {
  const [, startedAt, meetingId, extension] =
    /^(\d{1,15})\.([a-z-]{1,40})\.(webm|mp4)$/.exec(name) ?? [];
  if (!startedAt || !meetingId || (extension !== 'webm' && extension !== 'mp4')) return null;
  return { meetingId, startedAt: Number(startedAt), extension };
}

/** File name for the person, in local time. Every system accepts it, and it sorts by time. */
export function fileName({ meetingId, startedAt, extension }: RecordingName): string {
  const at = new Date(startedAt);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join('.');
  return `Convene ${day} ${time} ${meetingId}.${extension}`;
}
