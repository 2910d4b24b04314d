import { ChosenFile, type SaveFilePicker } from './chosen-file';
import { DiskFile } from './disk-file';
import type { RecordingFile } from './file';
import { MemoryFile } from './memory-file';

interface Names {
  /** What it is kept under in the browser. */
  stored: string;
  /** What the person gets. */
  file: string;
  type: string;
}

/**
 * The best place this browser has for a recording: its own storage, where what was written outlives a crash;
 * else a file that the person chooses; else memory. Rejects with an `AbortError` where the person was asked
 * and would not.
 */
export async function openFile({ stored, file, type }: Names): Promise<RecordingFile> {
  try {
    return await DiskFile.open(stored);
  } catch {
    // A private window, or storage is forbidden or full.
  }
  const { showSaveFilePicker } = globalThis as { showSaveFilePicker?: SaveFilePicker };
  if (!showSaveFilePicker) return new MemoryFile(type);
  return ChosenFile.choose(showSaveFilePicker.bind(globalThis), file, type);
}
