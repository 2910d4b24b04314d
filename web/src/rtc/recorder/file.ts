/**
 * File that a running recording is written to. It accepts bytes at any offset, since the header is
 * completed at the end.
 */
export interface RecordingFile {
  /**
   * Where the file is: the browser's storage, a place the person chose, or memory if neither is
   * available.
   */
  readonly place: 'browser' | 'chosen' | 'memory';
  /** Called once, when only the room to end the recording is left. */
  onFull: (() => void) | null;
  /** Rejects when the storage is full. Await it, or writes pile up. */
  write(data: Uint8Array<ArrayBuffer>, position: number): Promise<void>;
  /** Completes the file. Returns it for download; null if the person has it already. */
  finish(): Promise<Blob | null>;
  /** Abandons the file, which stays for a repair if possible. */
  abandon(): Promise<void>;
  /** Deletes the file. */
  discard(): Promise<void>;
}
