const KEY = 'convene.volumes';

/** Volumes are kept in this tab, like the presence: both survive a reload and end with the tab. */
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
    // Storage is blocked or full: the volumes last as long as the page.
  }
}

function isVolume(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}
