/** How long the browser needs at most to take over the file, in ms. */
const KEEP = 60_000;

/**
 * Downloads a file as a link would. A file on disk is copied from there and not read into memory.
 */
export function download(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP);
}
