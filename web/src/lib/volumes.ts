const KEY = 'convene.volumes';

/** Kept in this tab, as the own presence is: both outlive a reload, and end with the tab. */
export function readVolumes(): Record<string, number> {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return {};
    return Object.fromEntries(
      Object.entries(stored).filter(([, volume]) => isVolume(volume)) as [string, number][],
    );
  } catch {
    // Storage is blocked, or holds something else.
    return {};
  }
}

export function writeVolumes(volumes: Record<string, number>): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(volumes));
  } catch {
    // Private mode or full: they last as long as the page.
  }
}

function isVolume(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}
