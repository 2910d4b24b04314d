/** Encoding limits of a picture sent to one participant of a mesh. */
export interface VideoShare {
  /** Longest shorter side in pixels; 0: the picture is not sent. */
  lines: number;
  /** Bits per second. */
  maxBitrate: number;
  maxFramerate: number;
}

/** A step of the size ladder and its bitrate. */
interface Rung {
  lines: number;
  /** Bits per second. Less visibly harms a picture of this size, more is not visible. */
  least: number;
  most: number;
  framerate: number;
}

/** Upstream budget of one browser, in bits per second: an ordinary home connection. */
const CAMERA_BUDGET = 1_500_000;

const CAMERA: readonly Rung[] = [
  { lines: 90, least: 50_000, most: 80_000, framerate: 15 },
  { lines: 180, least: 100_000, most: 180_000, framerate: 20 },
  { lines: 270, least: 200_000, most: 300_000, framerate: 24 },
  { lines: 360, least: 300_000, most: 450_000, framerate: 24 },
  { lines: 480, least: 500_000, most: 750_000, framerate: 30 },
  { lines: 720, least: 1_200_000, most: 1_200_000, framerate: 30 },
];

/** Factor by which a face may be enlarged on screen before anybody notices. */
const STRETCH = 1.25;
/** Frame rate by the number of receivers. */
const CROWD = 6;
const CROWD_FRAMERATE = 15;

/**
 * Limits of the camera for each receiver. `viewed` is the size at which each receiver shows the
 * picture: its shorter side in pixels, 0 if hidden, null if unknown. Nobody gets more than they
 * show. If the sum exceeds the budget, the largest pictures shrink together, so what one receiver
 * does not need goes to the others.
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

/** Share of a picture's limit with which a connection of unknown bandwidth starts. */
const START_SHARE = 0.6;
const START_LEAST = 450_000;
const START_MOST = 700_000;

/** Bits per second with which a connection starts that is to carry a picture of this limit. */
export function startBitrate(maxBitrate: number): number {
  return Math.min(START_MOST, Math.max(START_LEAST, maxBitrate * START_SHARE));
}

/** The picture is not sent. */
export const NO_SHARE: VideoShare = { lines: 0, maxBitrate: 0, maxFramerate: 0 };

/** Ladder step of a shown size; -1 if hidden. */
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

/**
 * Sizes of a shared screen. Text must stay readable, so sizes are rounded up and never stretched.
 */
const SCREEN: readonly Pick<Rung, 'lines' | 'most'>[] = [
  { lines: 180, most: 250_000 },
  { lines: 360, most: 600_000 },
  { lines: 540, most: 1_000_000 },
  { lines: 720, most: 1_500_000 },
  { lines: 1080, most: 2_500_000 },
  { lines: Number.POSITIVE_INFINITY, most: 2_500_000 },
];

/** Limits of a shared screen for each receiver: sharp text at few frames, or motion at more. */
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

/** Factor by which a picture with shorter side `captured` must shrink; at least 1. */
export function scaleDown(captured: number, { lines }: VideoShare): number {
  return lines > 0 ? Math.max(1, captured / lines) : 1;
}
