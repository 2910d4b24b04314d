import { type Rect, wholeLayout } from './stage-layout';

/** Content of a recording at one moment. */
export interface Scene {
  /** Shared screens, newest last. */
  screens: SceneTile[];
  faces: SceneTile[];
}

/** One face or shared screen. */
export interface SceneTile {
  /** Participant id, which gives the colour. */
  id: string;
  name: string;
  /** Label. */
  label: string;
  /** Live picture, or null. */
  track: MediaStreamTrack | null;
  speaking: boolean;
}

export interface PlacedTile {
  tile: SceneTile;
  rect: Rect;
  /** `contain` shows a screen whole; `cover` fills the tile with a face. */
  fit: 'cover' | 'contain';
}

/** Margin around everything. */
const MARGIN = 12;

/**
 * Positions in a picture of that size, in whole pixels. As on a large stage, the newest screen is
 * large and all else beside it.
 */
export function recordingLayout(
  { screens, faces }: Scene,
  width: number,
  height: number,
): PlacedTile[] {
  const tiles = (of: SceneTile[], fit: PlacedTile['fit']) => of.map((tile) => ({ tile, fit }));
  const large = tiles(screens.slice(-1), 'contain')[0];
  const others = [...tiles(screens.slice(0, -1), 'contain'), ...tiles(faces, 'cover')];
  const layout = wholeLayout({
    width: width - 2 * MARGIN,
    height: height - 2 * MARGIN,
    large: large ? 'screen' : null,
    others: others.length,
  });
  const place = (what: Omit<PlacedTile, 'rect'> | undefined, rect: Rect | null | undefined) =>
    what && rect ? [{ ...what, rect: whole(rect) }] : [];
  return [
    ...place(large, layout.large),
    ...others.flatMap((other, index) => place(other, layout.others[index])),
  ];
}

/** The middle part of a picture that fills a tile of another shape. */
export function coverCrop(width: number, height: number, into: Rect): Rect {
  const scale = Math.min(width / into.width, height / into.height);
  const crop = { width: into.width * scale, height: into.height * scale };
  return { x: (width - crop.width) / 2, y: (height - crop.height) / 2, ...crop };
}

/** Position of a picture shown whole in a tile of another shape. */
export function containFit(width: number, height: number, into: Rect): Rect {
  const scale = Math.min(into.width / width, into.height / height);
  const size = { width: width * scale, height: height * scale };
  return {
    x: into.x + (into.width - size.width) / 2,
    y: into.y + (into.height - size.height) / 2,
    ...size,
  };
}

function whole({ x, y, width, height }: Rect): Rect {
  return {
    x: MARGIN + Math.round(x),
    y: MARGIN + Math.round(y),
    width: Math.floor(width),
    height: Math.floor(height),
  };
}
