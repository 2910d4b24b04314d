/** Overrun of a section, `01:05`; minutes count on past an hour. */
export function formatOver(remaining: number): string {
  const seconds = Math.floor(Math.max(0, -remaining) / 1_000);
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${pad(Math.floor(seconds / 60))}:${pad(seconds % 60)}`;
}
