/** What a camera sends to one participant of a mesh. */
export interface CameraEncoding {
  /** In bits per second. */
  maxBitrate: number;
  maxFramerate: number;
  /** At least 1: never larger than what is captured. */
  scaleResolutionDownBy: number;
}

/** What one browser may send in all: more fills up the upstream of an ordinary home. */
const CAMERA_BUDGET = 1_500_000;
const CAMERA_MOST = 1_200_000;
const CAMERA_LEAST = 120_000;

/**
 * What a camera captured at `height` lines sends to each of `others` participants. The budget is shared,
 * and the picture shrinks with the share: every other participant costs an encoder of its own, and is
 * shown in a smaller tile.
 */
export function cameraEncoding(others: number, height: number): CameraEncoding {
  const share = Math.round(CAMERA_BUDGET / Math.max(1, others));
  const maxBitrate = Math.min(CAMERA_MOST, Math.max(CAMERA_LEAST, share));
  const [lines, maxFramerate] =
    others <= 1 ? [720, 30] : others <= 3 ? [480, 30] : others <= 6 ? [360, 24] : [180, 15];
  return { maxBitrate, maxFramerate, scaleResolutionDownBy: Math.max(1, height / lines) };
}

/** What a shared screen sends to each of `others`: sharp text at few frames, or motion at more. */
export function screenEncoding(others: number): { maxBitrate: number; maxFramerate: number } {
  const share = Math.round(4_000_000 / Math.max(1, others));
  return {
    maxBitrate: Math.min(2_500_000, Math.max(400_000, share)),
    maxFramerate: others <= 3 ? 30 : 15,
  };
}
