/** Long enough for the browser to have taken it over. */
const KEEP = 60_000;

/** Gives the person a file, as a link would. A file on the disk is copied from there, not read into memory. */
export function download(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP);
}
