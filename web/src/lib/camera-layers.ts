/** An encoding of the camera that is sent to the forwarding server (simulcast). */
export interface CameraLayer {
  rid: string;
  /** Factor by which the captured picture shrinks. */
  scaleDown: number;
  /** Bits per second. */
  maxBitrate: number;
  active: boolean;
}

/** RTP stream ids by rising size: quarter, half, full. */
export const RIDS = ['q', 'h', 'f'] as const;

/**
 * Smallest captured picture, in lines, for two and for three encodings. Chromium sends no more of
 * them, and leaves out the last ones.
 */
const TWO_FROM = 270;
const THREE_FROM = 540;

/** Bits per second for a picture of at most that many lines. */
const BITRATES = [
  { lines: 90, most: 60_000 },
  { lines: 180, most: 120_000 },
  { lines: 270, most: 350_000 },
  { lines: 360, most: 500_000 },
  { lines: 540, most: 900_000 },
  { lines: Number.POSITIVE_INFINITY, most: 1_300_000 },
];

/** Factor by which a face may be enlarged on screen before anybody notices. */
const STRETCH = 1.25;

/**
 * Encodings of a camera that captures `lines`, of which somebody shows at most `wanted` lines. The
 * layers below the largest one are for smaller tiles and slower connections.
 */
export function cameraLayers(lines: number, wanted: number): CameraLayer[] {
  const count = lines >= THREE_FROM ? 3 : lines >= TWO_FROM ? 2 : 1;
  const scales = RIDS.map((_, index) => 2 ** Math.max(0, count - 1 - index));
  const enough = scales.findIndex((scale) => (lines / scale) * STRETCH >= wanted);
  const largest = enough < 0 ? count - 1 : Math.min(enough, count - 1);
  return RIDS.map((rid, index) => {
    const scaleDown = scales[index] ?? 1;
    return {
      rid,
      scaleDown,
      maxBitrate: bitrate(lines / scaleDown),
      active: wanted > 0 && index <= largest,
    };
  });
}

function bitrate(lines: number): number {
  return BITRATES.find((rung) => lines <= rung.lines)?.most ?? 0;
}
