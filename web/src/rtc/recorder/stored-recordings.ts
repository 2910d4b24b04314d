// Recordings that the browser keeps until the person has them: running ones, and those that a crash
// cut off. A lock marks those that a page still uses.
import { parseStoredName, type RecordingName } from '../../lib/recording-name';
import { openFolder } from './folder';

/** Marker file of an unfinished recording. Removing it needs no room, even on a full disk. */
const UNFINISHED = '.unfinished';

export interface StoredRecording extends RecordingName {
  /** Name in the storage. */
  stored: string;
  size: number;
  finished: boolean;
}

/** Functions that release a recording's lock, by name. */
const held = new Map<string, () => void>();

/**
 * Locks a recording for this page until it is released or the page is gone; false if another page
 * has it.
 */
export async function holdRecording(stored: string): Promise<boolean> {
  if (held.has(stored)) return true;
  const letGo = await takeLock(lockName(stored));
  if (letGo) held.set(stored, letGo);
  return letGo !== null;
}

export function releaseRecording(stored: string): void {
  held.get(stored)?.();
  held.delete(stored);
}

/** Lists recordings that no page uses, oldest first, and removes useless ones on the way. */
export async function listStoredRecordings(): Promise<StoredRecording[]> {
  const folder = await openFolder(false);
  if (!folder) return [];
  const names = new Set<string>();
  for await (const name of folder.keys()) names.add(name);
  const used = await usedNames();
  const kept: StoredRecording[] = [];
  for (const stored of names) {
    const name = parseStoredName(stored);
    if (!name || used.has(lockName(stored))) continue;
    const { size } = await (await folder.getFileHandle(stored)).getFile();
    const finished = !names.has(stored + UNFINISHED);
    if (size > 0 && (finished || name.extension === 'webm')) {
      kept.push({ ...name, stored, size, finished });
    } else {
      // The file is empty, or an MP4 without its index, which no player opens.
      await removeStoredRecording(stored);
    }
  }
  return kept.sort((a, b) => a.startedAt - b.startedAt);
}

export async function openStoredRecording(stored: string): Promise<File> {
  const folder = await openFolder(false);
  if (!folder) throw new DOMException('nothing is kept', 'NotFoundError');
  return (await folder.getFileHandle(stored)).getFile();
}

export async function markUnfinished(stored: string): Promise<void> {
  await (await openFolder(true))?.getFileHandle(stored + UNFINISHED, { create: true });
}

export async function markFinished(stored: string): Promise<void> {
  await (await openFolder(true))?.removeEntry(stored + UNFINISHED);
}

export async function removeStoredRecording(stored: string): Promise<void> {
  const folder = await openFolder(false);
  // This order matters: a crash in between must not make the file look complete.
  for (const name of [stored, stored + UNFINISHED]) {
    await folder?.removeEntry(name).catch(() => {
      // The file is gone already, or still in use and listed again next time.
    });
  }
}

async function usedNames(): Promise<Set<string | undefined>> {
  const state = await navigator.locks?.query();
  return new Set(state?.held?.map(({ name }) => name));
}

function takeLock(name: string): Promise<(() => void) | null> {
  if (!navigator.locks) return Promise.resolve(() => {});
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (!lock) {
          resolve(null);
          return undefined;
        }
        return new Promise<void>((release) => resolve(release));
      })
      .catch(reject);
  });
}

function lockName(stored: string): string {
  return `convene.recording.${stored}`;
}
