import type { RecordingFile } from './file';

const CHUNK = 1024 * 1024;
/** Limit in bytes, about an hour. More might crash the page and lose the recording. */
const MOST = 1024 ** 3;

/** A recording in memory, for browsers that give a page no storage. */
export class MemoryFile implements RecordingFile {
  readonly place = 'memory';
  onFull: (() => void) | null = null;
  readonly #type: string;
  readonly #most: number;
  #chunks: Uint8Array<ArrayBuffer>[] = [];
  #size = 0;
  #full = false;

  constructor(type: string, most: number = MOST) {
    this.#type = type;
    this.#most = most;
  }

  async write(data: Uint8Array<ArrayBuffer>, position: number): Promise<void> {
    for (let done = 0; done < data.byteLength; ) {
      const at = position + done;
      const chunk = this.#chunk(Math.floor(at / CHUNK));
      const part = data.subarray(done, done + CHUNK - (at % CHUNK));
      chunk.set(part, at % CHUNK);
      done += part.byteLength;
    }
    this.#size = Math.max(this.#size, position + data.byteLength);
    if (this.#size < this.#most || this.#full) return;
    this.#full = true;
    this.onFull?.();
  }

  async finish(): Promise<Blob> {
    const chunks = this.#chunks;
    this.#chunks = [];
    return new Blob(chunks, { type: this.#type }).slice(0, this.#size, this.#type);
  }

  async abandon(): Promise<void> {
    this.#chunks = [];
  }

  discard(): Promise<void> {
    return this.abandon();
  }

  #chunk(index: number): Uint8Array<ArrayBuffer> {
    while (this.#chunks.length <= index) this.#chunks.push(new Uint8Array(CHUNK));
    return this.#chunks[index] as Uint8Array<ArrayBuffer>;
  }
}
