export const DIRECTORY = 'recordings';

/** The browser's folder of recordings; null if there is none and none is created. */
export async function openFolder(create: boolean): Promise<FileSystemDirectoryHandle | null> {
  try {
    const root = await navigator.storage.getDirectory();
    return await root.getDirectoryHandle(DIRECTORY, { create });
  } catch (error) {
    if (create) throw error;
    // Nothing was recorded here, or the browser gives this page no storage.
    return null;
  }
}

/** True if anything was ever recorded in this browser: most visitors never load the shelf. */
export async function mayHaveRecordings(): Promise<boolean> {
  return (await openFolder(false)) !== null;
}
