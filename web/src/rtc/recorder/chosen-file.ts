import type { RecordingFile } from './file';

/** Chromium's file picker, which the DOM types lack. */
export type SaveFilePicker = (options: {
  suggestedName: string;
  types: { accept: Record<string, string[]> }[];
}) => Promise<FileSystemFileHandle>;

/**
 * A file at a place the person chose, written while the recording runs. The browser keeps it only
 * once it is finished: a crash of the page loses it. The browser's own storage is therefore
 * preferred.
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

  /** Must be called in a press. Rejects with an `AbortError` if the person cancels. */
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
    // A partial file is better than none, if the browser still accepts it.
    await this.#writable.close().catch(() => {});
  }

  async discard(): Promise<void> {
    await this.#writable.abort().catch(() => {});
    // The picker has created an empty file.
    await this.#handle.remove?.().catch(() => {});
  }
}
