/** Time of a `datetime-local` field in ms since the epoch; null if it is empty or no time. */
export function parseLocalTime(value: string): number | null {
  // Without an offset, a date with a time is local.
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?$/.test(value)) return null;
  const at = new Date(value).getTime();
  return Number.isNaN(at) || at < 0 ? null : at;
}
