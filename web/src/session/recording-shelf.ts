import { fileName, type RecordingName, storedName } from '../lib/recording-name';
import {
  holdRecording,
  listKept,
  openKept,
  releaseRecording,
  removeKept,
} from '../rtc/recorder/kept';
import type { OwnRecording, RecordingTrouble, ShelfItem } from '../stores/recording';
import { download } from './download';

/** Where the state of one's own recording is written. */
export interface RecordingSink {
  get(): OwnRecording;
  set(change: Partial<OwnRecording>): void;
}

/** What the shelf needs of the recorder, loaded when it is needed. */
export interface Repair {
  openFile(names: { stored: string; file: string; type: string }): Promise<RepairTarget>;
  repairRecording(from: Blob, to: RepairTarget): Promise<void>;
}

type RepairTarget = Awaited<ReturnType<typeof import('../rtc/recorder').openFile>>;

/**
 * The recordings that are done, or cut off, and still in this browser: handing one out is no proof that it
 * has arrived, so it stays until the person says that it may go.
 */
export class RecordingShelf {
  readonly #sink: RecordingSink;
  readonly #loadRepair: () => Promise<Repair>;
  /** What was handed out from here, to be handed out again. */
  readonly #blobs = new Map<string, Blob>();

  constructor(
    sink: RecordingSink,
    loadRepair: () => Promise<Repair> = () => import('../rtc/recorder'),
  ) {
    this.#sink = sink;
    this.#loadRepair = loadRepair;
  }

  /** Looks for what earlier visits have left. */
  async find(): Promise<void> {
    for (const { stored, meetingId, startedAt, size, finished } of await listKept()) {
      if (this.#item(stored)) continue;
      const state = finished ? 'kept' : 'interrupted';
      this.#add({ stored, meetingId, startedAt, size, state, trouble: null });
    }
  }

  /** A recording has ended and is being completed. */
  add(name: RecordingName, trouble: RecordingTrouble | null): void {
    const { meetingId, startedAt } = name;
    const stored = storedName(name);
    this.#add({ stored, meetingId, startedAt, size: null, state: 'saving', trouble });
  }

  /** It is complete: hands it out. Null if the person has it already. */
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

  /** It could not be completed. What was written may still be there, to be repaired. */
  async handleFailed(name: RecordingName, trouble: RecordingTrouble | null): Promise<void> {
    const stored = storedName(name);
    const left = await openKept(stored).catch(() => null);
    const state = left && left.size > 0 && name.extension === 'webm' ? 'interrupted' : 'lost';
    this.#change(stored, { state, size: left?.size ?? null, trouble });
  }

  /** Hands it out, once more or for the first time; repairs it before if need be. */
  async save(stored: string): Promise<void> {
    const item = this.#item(stored);
    const name = this.#name(stored);
    if (!item || item.state === 'saving' || !name) return;
    try {
      if (!(await holdRecording(stored))) throw new Error('another page has it');
      const blob = this.#blobs.get(stored) ?? (await openKept(stored));
      if (item.state !== 'interrupted') {
        download(blob, fileName(name));
        this.#change(stored, { state: 'saved' });
        return;
      }
      this.#change(stored, { state: 'saving' });
      await this.#repair(item, name, blob);
    } catch {
      // Somebody has removed it meanwhile, in another tab or with the site's data.
      this.#change(stored, { state: 'lost' });
    }
  }

  /** It may go. */
  async discard(stored: string): Promise<void> {
    this.#remove(stored);
    this.#blobs.delete(stored);
    if (await holdRecording(stored)) await removeKept(stored);
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
      await removeKept(stored);
      // No room for a second one, perhaps. As it is, most players show it, though without its length.
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
