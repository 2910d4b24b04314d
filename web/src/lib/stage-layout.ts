/** Position of a tile, in CSS pixels from the start corner of the stage. */
export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface GridOptions {
  gap: number;
  /** Narrowest and widest shape of a tile, as width / height. */
  minAspect: number;
  maxAspect: number;
  /** Aspect ratio of content shown whole; without it the picture fills its tile. */
  content?: number;
}

export interface StageInput {
  width: number;
  height: number;
  /** Content of the large tile, if there is one. */
  large: 'screen' | 'face' | null;
  /** Number of tiles beside it. */
  others: number;
  /** The page of them that is wanted, from 0, where they do not fit on one. */
  page: number;
}

export interface StageLayout {
  large: Rect | null;
  /** Null for a tile on another page. */
  others: (Rect | null)[];
  page: number;
  pages: number;
  /** Number of others on a page. */
  perPage: number;
}

/** Corners of the stage, in writing direction, clockwise. */
export const CORNERS = ['top_start', 'top_end', 'bottom_end', 'bottom_start'] as const;
export type Corner = (typeof CORNERS)[number];

export function isCorner(value: unknown): value is Corner {
  return CORNERS.some((corner) => corner === value);
}

const LANDSCAPE = 16 / 9;

/** Widest shape of a face that fills the stage; wider ones cut off too much. */
const WIDEST_FACE = 2.2;

/** Narrowest readable face in the strip, in CSS pixels; below it the strip gets another column. */
const LEAST_FACE = 110;

/** Shortest side of a tile, in CSS pixels; smaller ones go to another page. */
const LEAST_SIDE = 84;

/** Most tiles beside the large one on a page: more faces tell nobody anything. */
const MOST_OTHERS = 49;

/** Width below which the stage counts as a phone's: small gaps, upright faces. */
const PHONE = 600;

/**
 * Positions of everything on the stage. If the others would become too small, they are spread over
 * pages.
 */
export function stageLayout({ page, ...input }: StageInput): StageLayout {
  const { others } = input;
  let pages = Math.max(1, Math.ceil(others / MOST_OTHERS));
  let perPage = Math.ceil(others / pages);
  let layout = wholeLayout({ ...input, others: perPage });
  while (perPage > 1 && layout.others.some(isTooSmall)) {
    pages += 1;
    perPage = Math.ceil(others / pages);
    layout = wholeLayout({ ...input, others: perPage });
  }
  pages = Math.max(1, Math.ceil(others / Math.max(1, perPage)));
  const shown = Math.min(Math.max(0, page), pages - 1);
  const first = Math.min(shown * perPage, Math.max(0, others - perPage));
  return {
    large: layout.large,
    others: Array.from({ length: others }, (_, index) => layout.others[index - first] ?? null),
    page: shown,
    pages,
    perPage,
  };
}

function isTooSmall({ width, height }: Rect): boolean {
  return Math.min(width, height) < LEAST_SIDE;
}

/** Size and position of the tile that floats in a corner over the large one. */
export function floatingRect(over: Rect, corner: Corner): Rect {
  const { width, height } = over;
  const upright = height > width;
  const gap = Math.min(width, height) < PHONE ? 6 : 10;
  const side = Math.round(
    upright ? clamp(width * 0.28, 104, 160) : clamp(Math.min(width * 0.2, height * 0.5), 120, 260),
  );
  const tile = { width: side, height: Math.round(upright ? (side * 4) / 3 : side / LANDSCAPE) };
  return {
    ...tile,
    x: over.x + (corner.endsWith('start') ? gap : Math.max(gap, width - tile.width - gap)),
    y: over.y + (corner.startsWith('top') ? gap : Math.max(gap, height - tile.height - gap)),
  };
}

/** The corner to which a tile with this centre belongs. */
export function nearestCorner(x: number, y: number, width: number, height: number): Corner {
  const block = y < height / 2 ? 'top' : 'bottom';
  return x < width / 2 ? `${block}_start` : `${block}_end`;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

export interface WholeLayout {
  large: Rect | null;
  others: Rect[];
}

/**
 * Positions on one page, however small the others become. Without a large tile they share all of the
 * stage. With one they form a strip: at the end side of a wide stage, below on a narrow one.
 */
export function wholeLayout({
  width,
  height,
  large,
  others,
}: Omit<StageInput, 'page'>): WholeLayout {
  const phone = Math.min(width, height) < PHONE;
  const gap = phone ? 6 : 10;
  const faceGrid: GridOptions = {
    gap,
    minAspect: narrowestFace(width, height, phone),
    maxAspect: LANDSCAPE,
  };
  if (!large) return { large: null, others: gridLayout(others, width, height, faceGrid) };

  // A screen is shown whole, so its tile takes all the room.
  const screenGrid: GridOptions = { gap, minAspect: 1 / 4, maxAspect: 4, content: LANDSCAPE };
  const placed = (areaWidth: number, areaHeight: number): Rect[] =>
    gridLayout(1, areaWidth, areaHeight, large === 'screen' ? screenGrid : faceGrid);
  if (others === 0) {
    // Alone, a face fills what a picture can fill: all of a phone, and most of a wide screen.
    const alone = { ...faceGrid, minAspect: width < PHONE ? 0 : 1, maxAspect: WIDEST_FACE };
    const grid = large === 'screen' ? screenGrid : alone;
    return { large: gridLayout(1, width, height, grid)[0] ?? null, others: [] };
  }

  if (width > height * 1.15) {
    const strip = stripSize(others, width, height, gap);
    const main = width - strip - gap;
    return {
      large: placed(main, height)[0] ?? null,
      others: move(gridLayout(others, strip, height, faceGrid), main + gap, 0),
    };
  }
  let main = Math.min(width / LANDSCAPE, height * 0.62);
  // A few faces must not get more room than the screen people came to see.
  let strip = Math.min(height - main - gap, main * (others <= 2 ? 0.6 : others <= 6 ? 1 : 2));
  if (large === 'face') {
    // A face stands upright here and takes what the strip leaves.
    strip = height * (others <= 3 ? 0.22 : others <= 8 ? 0.36 : 0.45);
    main = height - strip - gap;
  }
  const top = (height - main - gap - strip) / 2;
  return {
    large: move(placed(width, main), 0, top)[0] ?? null,
    others: move(gridLayout(others, width, strip, faceGrid), 0, top + main + gap),
  };
}

/** How upright a face may stand: like a phone, or square where that fills the stage better. */
function narrowestFace(width: number, height: number, phone: boolean): number {
  if (width < PHONE) return 0.6;
  return phone || height > width ? 1 : 4 / 3;
}

/**
 * Equal tiles in the grid that makes them largest; rows and grid are centred. Among equally large
 * ones the layout with fewer empty places wins, then the one with fewer rows.
 */
export function gridLayout(
  count: number,
  width: number,
  height: number,
  options: GridOptions,
): Rect[] {
  if (count <= 0 || width <= 0 || height <= 0) return [];
  let best = arrangement(count, 1, width, height, options);
  for (let columns = 2; columns <= count; columns += 1) {
    const candidate = arrangement(count, columns, width, height, options);
    if (isBetter(candidate, best)) best = candidate;
  }
  return place(count, best, width, height, options.gap);
}

interface Arrangement {
  rows: number;
  columns: number;
  tileWidth: number;
  tileHeight: number;
  /** Area of the picture on a tile. */
  area: number;
  empty: number;
}

function arrangement(
  count: number,
  columns: number,
  width: number,
  height: number,
  { gap, minAspect, maxAspect, content }: GridOptions,
): Arrangement {
  const rows = Math.ceil(count / columns);
  const cellWidth = Math.max(0, (width - gap * (columns - 1)) / columns);
  const cellHeight = Math.max(0, (height - gap * (rows - 1)) / rows);
  const tileWidth = Math.min(cellWidth, cellHeight * maxAspect);
  const tileHeight = Math.min(cellHeight, cellWidth / minAspect);
  return {
    rows,
    columns,
    tileWidth,
    tileHeight,
    area: content
      ? Math.min(tileWidth, tileHeight * content) * Math.min(tileHeight, tileWidth / content)
      : tileWidth * tileHeight,
    empty: rows * columns - count,
  };
}

function isBetter(one: Arrangement, other: Arrangement): boolean {
  const difference = one.area - other.area;
  // Less than a square pixel apart counts as equal: rounding errors must not decide.
  if (Math.abs(difference) > 1) return difference > 0;
  if (one.empty !== other.empty) return one.empty < other.empty;
  return one.rows < other.rows;
}

function place(
  count: number,
  { rows, columns, tileWidth, tileHeight }: Arrangement,
  width: number,
  height: number,
  gap: number,
): Rect[] {
  const top = (height - rows * tileHeight - (rows - 1) * gap) / 2;
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns);
    const inRow = row === rows - 1 ? count - row * columns : columns;
    const start = (width - inRow * tileWidth - (inRow - 1) * gap) / 2;
    return {
      x: start + (index - row * columns) * (tileWidth + gap),
      y: top + row * (tileHeight + gap),
      width: tileWidth,
      height: tileHeight,
    };
  });
}

/**
 * Width of the strip beside the large tile: the rest of the stage, or the fewest columns with
 * readable faces.
 */
function stripSize(faces: number, width: number, height: number, gap: number): number {
  const spare = width - gap - height * LANDSCAPE;
  let strip = 0;
  for (let columns = 1; columns <= 4; columns += 1) {
    const rows = Math.ceil(faces / columns);
    const tileHeight = (height - gap * (rows - 1)) / rows;
    const tileWidth = Math.min(tileHeight * LANDSCAPE, Math.max(120, width * 0.18));
    strip = columns * tileWidth + gap * (columns - 1);
    if (tileWidth >= LEAST_FACE) break;
  }
  return Math.min(width * 0.36, Math.max(strip, spare));
}

function move(rects: Rect[], dx: number, dy: number): Rect[] {
  return rects.map((rect) => ({ ...rect, x: rect.x + dx, y: rect.y + dy }));
}
