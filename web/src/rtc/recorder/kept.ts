// The recordings that the browser keeps until the person has them: those that are being made, and those that a
// crash has cut off. A lock tells which of them some page is still using.
import { parseStoredName, type RecordingName } from '../../lib/recording-name';

export const DIRECTORY = 'recordings';
/** Beside a recording until it is ended as it should be; to take it away needs no room, even where none is left. */
const UNFINISHED = '.unfinished';

export interface KeptRecording extends RecordingName {
  /** What it is kept under. */
  stored: string;
  size: number;
  finished: boolean;
}

/** By name, what lets go of it. */
const held = new Map<string, () => void>();

/** Takes a recording for this page, until it is let go of or the page is gone; false if another page has it. */
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

/** What no page is using, oldest first; what cannot be of use any more is removed on the way. */
export async function listKept(): Promise<KeptRecording[]> {
  const folder = await openFolder(false);
  if (!folder) return [];
  const names = new Set<string>();
  for await (const name of folder.keys()) names.add(name);
  const used = await usedNames();
  const kept: KeptRecording[] = [];
  for (const stored of names) {
    const name = parseStoredName(stored);
    if (!name || used.has(lockName(stored))) continue;
    const { size } = await (await folder.getFileHandle(stored)).getFile();
    const finished = !names.has(stored + UNFINISHED);
    if (size > 0 && (finished || name.extension === 'webm')) {
      kept.push({ ...name, stored, size, finished });
    } else {
      // Nothing in it, or an MP4 without its index, which nothing can play.
      await removeKept(stored);
    }
  }
  return kept.sort((a, b) => a.startedAt - b.startedAt);
}

export async function openKept(stored: string): Promise<File> {
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

export async function removeKept(stored: string): Promise<void> {
  const folder = await openFolder(false);
  // In this order: what is cut off in between is then not taken for whole.
  for (const name of [stored, stored + UNFINISHED]) {
    await folder?.removeEntry(name).catch(() => {
      // Gone already; or in use after all, and then it is listed again the next time.
    });
  }
}

async function openFolder(create: boolean): Promise<FileSystemDirectoryHandle | null> {
  try {
    const root = await navigator.storage.getDirectory();
    return await root.getDirectoryHandle(DIRECTORY, { create });
  } catch (error) {
    if (create) throw error;
    // Nothing was ever recorded here, or the browser gives this page no storage.
    return null;
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
