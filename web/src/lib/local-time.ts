/** Value of a `datetime-local` field for a time in ms since the epoch, to the minute. */
export function formatLocalTime(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Time of a `datetime-local` field in ms since the epoch; null if it is empty or no time. */
export function parseLocalTime(value: string): number | null {
  // Without an offset, a date with a time is local.
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?$/.test(value)) return null;
  const at = new Date(value).getTime();
  return Number.isNaN(at) || at < 0 ? null : at;
}
