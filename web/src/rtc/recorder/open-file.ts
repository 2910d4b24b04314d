import { ChosenFile, type SaveFilePicker } from './chosen-file';
import { DiskFile } from './disk-file';
import type { RecordingFile } from './file';
import { MemoryFile } from './memory-file';

interface Names {
  /** Name in the browser's storage. */
  stored: string;
  /** File name that the person sees. */
  file: string;
  type: string;
}

/**
 * Opens the best place this browser has for a recording: its own storage, where a crash loses
 * nothing; else a file that the person chooses; else memory. Rejects with an `AbortError` if the
 * person cancels.
 */
export async function openFile({ stored, file, type }: Names): Promise<RecordingFile> {
  try {
    return await DiskFile.open(stored);
  } catch {
    // Storage is forbidden or full, or the window is private.
  }
  const { showSaveFilePicker } = globalThis as { showSaveFilePicker?: SaveFilePicker };
  if (!showSaveFilePicker) return new MemoryFile(type);
  return ChosenFile.choose(showSaveFilePicker.bind(globalThis), file, type);
}
