import type { RecordingFile } from './file';

/** Chromium's; not in the types of the DOM. */
export type SaveFilePicker = (options: {
  suggestedName: string;
  types: { accept: Record<string, string[]> }[];
}) => Promise<FileSystemFileHandle>;

/**
 * A file where the person wants it, written as the recording runs. What was written counts only once it is
 * finished: if the page crashes, the browser throws it away. So it comes second to the browser's own disk.
 */
export class ChosenFile implements RecordingFile {
  readonly place = 'chosen';
  onFull: (() => void) | null = null;
  readonly #handle: FileSystemFileHandle & { remove?(): Promise<void> };
  readonly #writable: FileSystemWritableFileStream;

  private constructor(handle: FileSystemFileHandle, writable: FileSystemWritableFileStream) {
    this.#handle = handle;
    this.#writable = writable;
  }

  /** To be called in a press. Rejects with an `AbortError` when the person changes their mind. */
  static async choose(pick: SaveFilePicker, name: string, type: string): Promise<ChosenFile> {
    const extension = name.slice(name.lastIndexOf('.'));
    const handle = await pick({
      suggestedName: name,
      types: [{ accept: { [type]: [extension] } }],
    });
    return new ChosenFile(handle, await handle.createWritable());
  }

  async write(data: Uint8Array<ArrayBuffer>, position: number): Promise<void> {
    await this.#writable.write({ type: 'write', data, position });
  }

  async finish(): Promise<null> {
    await this.#writable.close();
    return null;
  }

  async abandon(): Promise<void> {
    // What is there is better than nothing, where the browser still takes it.
    await this.#writable.close().catch(() => {});
  }

  async discard(): Promise<void> {
    await this.#writable.abort().catch(() => {});
    // The picker has made an empty one.
    await this.#handle.remove?.().catch(() => {});
  }
}
