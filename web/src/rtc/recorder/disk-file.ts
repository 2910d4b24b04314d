import type { DiskReply, DiskRequest } from './disk-worker';
import type { RecordingFile } from './file';
import { DIRECTORY } from './folder';
import {
  holdRecording,
  markFinished,
  markUnfinished,
  openStoredRecording,
  releaseRecording,
  removeStoredRecording,
} from './stored-recordings';

interface Awaited {
  resolve(): void;
  reject(error: Error): void;
}

/** A recording in the browser's own storage; a worker writes it in place. */
export class DiskFile implements RecordingFile {
  readonly place = 'browser';
  onFull: (() => void) | null = null;
  /** Name in the storage. */
  readonly stored: string;
  readonly #worker: Worker;
  /** Unanswered requests to the worker, in order. */
  #awaited: Awaited[] = [];
  #full = false;
  #ended = false;

  private constructor(stored: string, worker: Worker) {
    this.stored = stored;
    this.#worker = worker;
    worker.addEventListener('message', ({ data }: MessageEvent<DiskReply>) => this.#handle(data));
    worker.addEventListener('error', () => this.#fail(new Error('the worker failed')));
  }

  /** Rejects if the browser gives this page no storage. */
  static async open(stored: string): Promise<DiskFile> {
    if (!(await holdRecording(stored))) throw new Error('another page is writing it');
    let file: DiskFile | null = null;
    try {
      await markUnfinished(stored);
      const worker = new Worker(new URL('./disk-worker.ts', import.meta.url), { type: 'module' });
      file = new DiskFile(stored, worker);
      await file.#ask({ kind: 'open', directory: DIRECTORY, name: stored });
      return file;
    } catch (error) {
      if (file) file.#end();
      await removeStoredRecording(stored);
      releaseRecording(stored);
      throw error;
    }
  }

  write(data: Uint8Array<ArrayBuffer>, position: number): Promise<void> {
    return this.#ask({ kind: 'write', data, position });
  }

  /** The file stays in the storage and locked by this page until it is removed. */
  async finish(): Promise<File> {
    try {
      await this.#ask({ kind: 'close' });
      await markFinished(this.stored);
      return await openStoredRecording(this.stored);
    } finally {
      this.#end();
    }
  }

  async abandon(): Promise<void> {
    await this.#ask({ kind: 'close' }).catch(() => {});
    this.#end();
    releaseRecording(this.stored);
  }

  async discard(): Promise<void> {
    await this.abandon();
    await removeStoredRecording(this.stored);
  }

  #ask(request: DiskRequest): Promise<void> {
    if (this.#ended) return Promise.reject(new Error('the file is closed'));
    return new Promise((resolve, reject) => {
      this.#awaited.push({ resolve, reject });
      this.#worker.postMessage(request);
    });
  }

  #handle({ error, full }: DiskReply): void {
    const awaited = this.#awaited.shift();
    if (error) awaited?.reject(new DOMException(error[1], error[0]));
    else awaited?.resolve();
    if (!full || this.#full) return;
    this.#full = true;
    this.onFull?.();
  }

  #fail(error: Error): void {
    const awaited = this.#awaited;
    this.#awaited = [];
    for (const one of awaited) one.reject(error);
  }

  #end(): void {
    this.#ended = true;
    this.#worker.terminate();
    this.#fail(new Error('the file is closed'));
  }
}
