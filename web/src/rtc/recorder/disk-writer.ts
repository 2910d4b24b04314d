/** What of a file in the browser's own storage is used; not in the types of a page. */
export interface SyncHandle {
  getSize(): number;
  truncate(size: number): void;
  write(data: Uint8Array, options: { at: number }): number;
  flush(): void;
  close(): void;
}

/** What it takes to end a recording: what is still in the encoders, and the index, which grows with it. */
const RESERVE = { least: 512 * 1024, share: 1 / 1024 };
/** What the system may lose if the power goes, in ms. */
const FLUSH_EVERY = 5_000;

/**
 * Writes a file in place, always with some room reserved behind its end: when the browser grants no more,
 * the recording can still be ended as it should be.
 */
export class DiskWriter {
  readonly #handle: SyncHandle;
  #end = 0;
  #full = false;
  #flushedAt = Date.now();

  constructor(handle: SyncHandle) {
    this.#handle = handle;
    handle.truncate(0);
    this.#reserve();
    if (!this.#full) return;
    handle.close();
    throw noRoom();
  }

  /** There is room for no more than the end. */
  get full(): boolean {
    return this.#full;
  }

  /** Throws when nothing fits any more. */
  write(data: Uint8Array, position: number): void {
    // Some browsers say what is missing by an error, some by the count of what was written.
    if (this.#handle.write(data, { at: position }) !== data.byteLength) {
      throw noRoom();
    }
    this.#end = Math.max(this.#end, position + data.byteLength);
    if (!this.#full && this.#end + this.#reserved() > this.#handle.getSize()) this.#reserve();
    const now = Date.now();
    if (now - this.#flushedAt < FLUSH_EVERY) return;
    this.#flushedAt = now;
    this.#handle.flush();
  }

  /** Gives back what was reserved and not used, and lets go of the file. */
  close(): void {
    try {
      this.#handle.truncate(this.#end);
      this.#handle.flush();
    } finally {
      this.#handle.close();
    }
  }

  #reserved(): number {
    return RESERVE.least + Math.ceil(this.#end * RESERVE.share);
  }

  #reserve(): void {
    const wanted = this.#end + 2 * this.#reserved();
    try {
      this.#handle.truncate(wanted);
      this.#full = this.#handle.getSize() < wanted;
    } catch {
      this.#full = true;
    }
  }
}

function noRoom(): DOMException {
  return new DOMException('the browser grants no more room', 'QuotaExceededError');
}
