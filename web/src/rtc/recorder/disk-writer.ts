/** The members of a sync access handle that are used here; page types lack them. */
export interface SyncHandle {
  getSize(): number;
  truncate(size: number): void;
  write(data: Uint8Array, options: { at: number }): number;
  flush(): void;
  close(): void;
}

/**
 * Room reserved for ending a recording, in bytes: data still in the encoders, and the growing
 * index.
 */
const RESERVE = { least: 512 * 1024, share: 1 / 1024 };
/** Most recording time that a power cut may lose, in ms. */
const FLUSH_EVERY = 5_000;

/**
 * Writes a file in place and keeps some room reserved behind its end, so that the recording can be
 * ended properly when the storage is full.
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

  /** Only the reserved room is left. */
  get full(): boolean {
    return this.#full;
  }

  /** Throws when the storage is full. */
  write(data: Uint8Array, position: number): void {
    // Some browsers throw when the storage is full, others return a smaller count.
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

  /** Returns the unused reserve and closes the file. */
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
