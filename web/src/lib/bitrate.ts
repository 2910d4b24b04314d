/** What is sent of a picture to one participant of a mesh. */
export interface VideoShare {
  /** The shorter side of the picture at most; 0: it is not sent at all. */
  lines: number;
  /** In bits per second. */
  maxBitrate: number;
  maxFramerate: number;
}

/** A size a picture can have, and what it is worth. */
interface Rung {
  lines: number;
  /** In bits per second: less would not do this size justice, more would not be seen. */
  least: number;
  most: number;
  framerate: number;
}

/** What one browser may send in all: more fills up the upstream of an ordinary home. */
const CAMERA_BUDGET = 1_500_000;

const CAMERA: readonly Rung[] = [
  { lines: 90, least: 50_000, most: 80_000, framerate: 15 },
  { lines: 180, least: 100_000, most: 180_000, framerate: 20 },
  { lines: 270, least: 200_000, most: 300_000, framerate: 24 },
  { lines: 360, least: 300_000, most: 450_000, framerate: 24 },
  { lines: 480, least: 500_000, most: 750_000, framerate: 30 },
  { lines: 720, least: 1_200_000, most: 1_200_000, framerate: 30 },
];

/** A face may be shown that much larger than it is sent before anybody sees it. */
const STRETCH = 1.25;
/** With more to send to, every one of them gets fewer frames. */
const CROWD = 6;
const CROWD_FRAMERATE = 15;

/**
 * What a camera sends to each of those who look at it. `viewed` is for each the size at which the picture
 * is shown there: its shorter side in pixels, 0 where nobody sees it, null where that is not known. Nobody
 * gets more than is shown; where that is more than the budget, the largest pictures shrink, all alike. So what
 * one does not need, another can have.
 */
export function shareCamera(viewed: readonly (number | null)[]): VideoShare[] {
  const wanted = viewed.map(cameraRung);
  let cap = CAMERA.length - 1;
  while (cap > 0 && cost(wanted, cap) > CAMERA_BUDGET) cap -= 1;
  const spare = Math.max(1, CAMERA_BUDGET / cost(wanted, cap));
  const crowded = wanted.filter((rung) => rung >= 0).length > CROWD;
  return wanted.map((rung) => {
    const granted = CAMERA[Math.min(rung, cap)];
    if (!granted) return NO_SHARE;
    const { lines, least, most, framerate } = granted;
    return {
      lines,
      maxBitrate: Math.min(most, Math.round(least * spare)),
      maxFramerate: crowded ? Math.min(framerate, CROWD_FRAMERATE) : framerate,
    };
  });
}

/** Nothing is sent. */
export const NO_SHARE: VideoShare = { lines: 0, maxBitrate: 0, maxFramerate: 0 };

/** The place on the ladder of what is shown at that size, -1 where nothing is. */
function cameraRung(viewed: number | null): number {
  if (viewed === 0) return -1;
  const enough = CAMERA.findIndex(({ lines }) => viewed !== null && lines * STRETCH >= viewed);
  return enough < 0 ? CAMERA.length - 1 : enough;
}

function cost(wanted: readonly number[], cap: number): number {
  return wanted.reduce((sum, rung) => sum + (CAMERA[Math.min(rung, cap)]?.least ?? 0), 0);
}

const SCREEN_BUDGET = 4_000_000;
const SCREEN_LEAST = 400_000;

/** A screen's text is to be read: never stretched, so these are what is shown, rounded up. */
const SCREEN: readonly Pick<Rung, 'lines' | 'most'>[] = [
  { lines: 180, most: 250_000 },
  { lines: 360, most: 600_000 },
  { lines: 540, most: 1_000_000 },
  { lines: 720, most: 1_500_000 },
  { lines: 1080, most: 2_500_000 },
  { lines: Number.POSITIVE_INFINITY, most: 2_500_000 },
];

/** What a shared screen sends to each who looks at it: sharp text at few frames, or motion at more. */
export function shareScreen(viewed: readonly (number | null)[]): VideoShare[] {
  const watching = viewed.filter((size) => size !== 0).length;
  const share = Math.max(SCREEN_LEAST, Math.round(SCREEN_BUDGET / Math.max(1, watching)));
  return viewed.map((size) => {
    const rung = SCREEN.find(({ lines }) => lines >= (size ?? Number.POSITIVE_INFINITY));
    if (size === 0 || !rung) return NO_SHARE;
    const maxFramerate = watching <= 3 ? 30 : 15;
    return { lines: rung.lines, maxBitrate: Math.min(rung.most, share), maxFramerate };
  });
}

/** How far a picture whose shorter side is `captured` must shrink; never less than 1. */
export function scaleDown(captured: number, { lines }: VideoShare): number {
  return lines > 0 ? Math.max(1, captured / lines) : 1;
}
