/**
 * Where a recording is written while it runs. Whatever it is, it takes bytes at any place, since a header is
 * completed at the end.
 */
export interface RecordingFile {
  /** Kept by the browser on its disk, where the person said, or in memory for want of both. */
  readonly place: 'browser' | 'chosen' | 'memory';
  /** Called once, when no more fits than what it takes to end the recording. */
  onFull: (() => void) | null;
  /** Rejects when nothing fits any more. Must be awaited, or the writes pile up. */
  write(data: Uint8Array<ArrayBuffer>, position: number): Promise<void>;
  /** Complete. What can be handed out, or null where the person has it already. */
  finish(): Promise<Blob | null>;
  /** Not to be completed: what is there stays for a repair where it can. */
  abandon(): Promise<void>;
  /** Not to be kept at all. */
  discard(): Promise<void>;
}
