/** Rows of a long list that are mounted, and the room that the others take. */
export interface RowWindow {
  /** Indexes of the mounted rows, rising. */
  rows: number[];
  /** Height of the rows that are left out before each mounted one, in CSS pixels. */
  gaps: number[];
  /** Height of the rows that are left out after the last mounted one. */
  after: number;
}

export interface RowWindowInput {
  /** Heights of all rows, in CSS pixels. */
  heights: readonly number[];
  /** The part of the list that is in sight. */
  top: number;
  height: number;
  /** Extent beyond it, each way, in which rows are mounted too. */
  margin: number;
  /** Indexes of rows that are mounted wherever they are. */
  kept: readonly number[];
}

export function rowWindow({ heights, top, height, margin, kept }: RowWindowInput): RowWindow {
  const always = new Set(kept);
  const window: RowWindow = { rows: [], gaps: [], after: 0 };
  let start = 0;
  for (const [index, own] of heights.entries()) {
    const end = start + own;
    if ((end > top - margin && start < top + height + margin) || always.has(index)) {
      window.rows.push(index);
      window.gaps.push(window.after);
      window.after = 0;
    } else {
      window.after += own;
    }
    start = end;
  }
  return window;
}
