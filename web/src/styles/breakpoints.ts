/**
 * The page sizes at which layouts change, in CSS pixels. Media queries cannot read custom
 * properties, so stylesheets repeat these numbers; `tokens.test.ts` fails on any other.
 */
export const BREAKPOINTS = {
  /** Widest page of this kind, in `max-width`. */
  maxWidth: {
    /** The control bar has narrow gaps. */
    tiny: 340,
    /** The bar of an interview shortens the section's title. */
    clock: 360,
    /** Reactions stand in two rows. */
    small: 410,
    /** Phones: dialogs fill the page, buttons lose their words. */
    phone: 480,
    /** Rarely used controls move behind "More"; pages have one column of text. */
    compact: 680,
    /** An upright page this narrow has its open panel below a strip of the stage. */
    stacked: 767,
    /** One column of text; the room's bars stand above and below the stage. */
    column: 860,
    /** The control bar shares its row with nothing in the middle of the page. */
    medium: 1179,
  },
  /** Narrowest page of this kind, in `min-width`. */
  minWidth: {
    /** The control bar has room for one more control than every meeting needs. */
    roomy: 381,
    /** Every control but the rarely used ones stands in the control bar. */
    compact: 681,
    /** Panels stand beside the stage. */
    beside: 768,
    /** Two columns of text; the room's bars stand in one row. */
    columns: 861,
    /** Every control stands in the control bar. */
    wide: 1180,
    /** Controls have words under their icons. */
    worded: 1440,
    /** Large screens: all text is larger. */
    large: 1700,
  },
  maxHeight: {
    /** A phone on its side. */
    flat: 430,
  },
} as const;

const { minWidth } = BREAKPOINTS;

export const ROOMY = `(min-width: ${minWidth.roomy}px)`;
export const COMPACT_OR_WIDER = `(min-width: ${minWidth.compact}px)`;
export const BESIDE = `(min-width: ${minWidth.beside}px)`;
export const WIDE = `(min-width: ${minWidth.wide}px)`;
