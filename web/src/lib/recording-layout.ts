import { type Rect, stageLayout } from './stage-layout';

/** What a recording shows at one moment. */
export interface Scene {
  /** The newest last. */
  screens: SceneTile[];
  faces: SceneTile[];
}

/** One face or one shared screen. */
export interface SceneTile {
  /** The participant's: its colour is made of it. */
  id: string;
  name: string;
  /** What is written on it. */
  label: string;
  /** The picture, or null where there is none to be seen. */
  track: MediaStreamTrack | null;
  speaking: boolean;
}

export interface PlacedTile {
  tile: SceneTile;
  rect: Rect;
  /** A screen is shown whole, a face fills its tile. */
  fit: 'cover' | 'contain';
}

/** What is left free around everything. */
const MARGIN = 12;

/**
 * Where everything goes in a picture of that size, in whole pixels: as on the stage of a large window, the newest screen
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
  const layout = stageLayout({
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

/** The part of a picture that fills a tile of another shape, with its middle kept. */
export function coverCrop(width: number, height: number, into: Rect): Rect {
  const scale = Math.min(width / into.width, height / into.height);
  const crop = { width: into.width * scale, height: into.height * scale };
  return { x: (width - crop.width) / 2, y: (height - crop.height) / 2, ...crop };
}

/** Where a picture shown whole lies in a tile of another shape. */
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
