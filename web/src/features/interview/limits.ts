/** Maximum length of a note, an answer or a comment, in characters. */
export const MAX_LONG = 10_000;
