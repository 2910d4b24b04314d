/** How far a section is over, `01:05`; an hour and more in minutes. */
export function formatOver(remaining: number): string {
  const seconds = Math.floor(Math.max(0, -remaining) / 1_000);
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${pad(Math.floor(seconds / 60))}:${pad(seconds % 60)}`;
}
