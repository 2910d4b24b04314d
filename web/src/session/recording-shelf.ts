import { fileName, type RecordingName, storedName } from '../lib/recording-name';
import {
  holdRecording,
  listStoredRecordings,
  openStoredRecording,
  releaseRecording,
  removeStoredRecording,
} from '../rtc/recorder/stored-recordings';
import type { OwnRecording, RecordingTrouble, ShelfItem } from '../stores/recording';
import { download } from './download';

/** Where the state of the own recordings is written. */
export interface RecordingSink {
  get(): OwnRecording;
  set(change: Partial<OwnRecording>): void;
}

/** The parts of the recorder that the shelf needs, loaded on demand. */
export interface Repair {
  openFile(names: { stored: string; file: string; type: string }): Promise<RepairTarget>;
  repairRecording(from: Blob, to: RepairTarget): Promise<void>;
}

type RepairTarget = Awaited<ReturnType<typeof import('../rtc/recorder').openFile>>;

/**
 * Finished and cut-off recordings that this browser still has. A download may fail unnoticed, so
 * each stays until the person removes it.
 */
export class RecordingShelf {
  readonly #sink: RecordingSink;
  readonly #loadRepair: () => Promise<Repair>;
  /** Files already downloaded, for another download. */
  readonly #blobs = new Map<string, Blob>();
  /** Recordings whose card was closed on this page. They stay in the browser. */
  readonly #closed = new Set<string>();

  constructor(
    sink: RecordingSink,
    loadRepair: () => Promise<Repair> = () => import('../rtc/recorder'),
  ) {
    this.#sink = sink;
    this.#loadRepair = loadRepair;
  }

  /** Looks for recordings of earlier visits. */
  async find(): Promise<void> {
    for (const { stored, meetingId, startedAt, size, finished } of await listStoredRecordings()) {
      if (this.#item(stored) || this.#closed.has(stored)) continue;
      const state = finished ? 'kept' : 'interrupted';
      this.#add({ stored, meetingId, startedAt, size, state, trouble: null });
    }
  }

  /** A recording ended and is being completed. */
  add(name: RecordingName, trouble: RecordingTrouble | null): void {
    const { meetingId, startedAt } = name;
    const stored = storedName(name);
    this.#add({ stored, meetingId, startedAt, size: null, state: 'saving', trouble });
  }

  /** A recording is complete: downloads it. Null if the person has the file already. */
  handleFinished(name: RecordingName, file: Blob | null): void {
    const stored = storedName(name);
    if (!file) {
      this.#change(stored, { state: 'chosen' });
      return;
    }
    this.#blobs.set(stored, file);
    this.#change(stored, { state: 'saved', size: file.size });
    download(file, fileName(name));
  }

  /** A recording could not be completed, but what was written may be repaired. */
  async handleFailed(name: RecordingName, trouble: RecordingTrouble | null): Promise<void> {
    const stored = storedName(name);
    const left = await openStoredRecording(stored).catch(() => null);
    const state = left && left.size > 0 && name.extension === 'webm' ? 'interrupted' : 'lost';
    this.#change(stored, { state, size: left?.size ?? null, trouble });
  }

  /** Downloads a recording; repairs it first if needed. */
  async save(stored: string): Promise<void> {
    const item = this.#item(stored);
    const name = this.#name(stored);
    if (!item || item.state === 'saving' || !name) return;
    try {
      if (!(await holdRecording(stored))) throw new Error('another page has it');
      const blob = this.#blobs.get(stored) ?? (await openStoredRecording(stored));
      if (item.state !== 'interrupted') {
        download(blob, fileName(name));
        this.#change(stored, { state: 'saved' });
        return;
      }
      this.#change(stored, { state: 'saving' });
      await this.#repair(item, name, blob);
    } catch {
      // It was removed meanwhile, in another tab or with the site's data.
      this.#change(stored, { state: 'lost' });
    }
  }

  /** Closes a recording's card until the page is loaded again. The recording stays. */
  close(stored: string): void {
    this.#closed.add(stored);
    this.#remove(stored);
  }

  /** Removes a recording. */
  async discard(stored: string): Promise<void> {
    this.#remove(stored);
    this.#blobs.delete(stored);
    if (await holdRecording(stored)) await removeStoredRecording(stored);
    releaseRecording(stored);
  }

  async #repair(item: ShelfItem, name: RecordingName, from: Blob): Promise<void> {
    const whole: RecordingName = { ...name, startedAt: name.startedAt + 1 };
    const stored = storedName(whole);
    const { openFile, repairRecording } = await this.#loadRepair();
    const type = from.type || `video/${name.extension}`;
    let repaired: Blob | null;
    try {
      const to = await openFile({ stored, file: fileName(name), type });
      try {
        await repairRecording(from, to);
        repaired = await to.finish();
      } catch (error) {
        await to.abandon();
        throw error;
      }
    } catch {
      await removeStoredRecording(stored);
      // There may be no room for a repaired copy. Most players show the original, without its
      // length.
      this.#blobs.set(item.stored, from);
      this.#change(item.stored, { state: 'saved', size: from.size });
      download(from, fileName(name));
      return;
    }
    await this.discard(item.stored);
    this.#add({ ...item, stored, startedAt: whole.startedAt });
    this.handleFinished(whole, repaired);
  }

  #name(stored: string): RecordingName | null {
    const item = this.#item(stored);
    if (!item) return null;
    const extension = stored.endsWith('.mp4') ? 'mp4' : 'webm';
    return { meetingId: item.meetingId, startedAt: item.startedAt, extension };
  }

  #item(stored: string): ShelfItem | undefined {
    return this.#sink.get().shelf.find((item) => item.stored === stored);
  }

  #add(item: ShelfItem): void {
    this.#sink.set({ shelf: [...this.#sink.get().shelf, item] });
  }

  #change(stored: string, change: Partial<ShelfItem>): void {
    this.#sink.set({
      shelf: this.#sink
        .get()
        .shelf.map((item) => (item.stored === stored ? { ...item, ...change } : item)),
    });
  }

  #remove(stored: string): void {
    this.#sink.set({ shelf: this.#sink.get().shelf.filter((item) => item.stored !== stored) });
  }
}
