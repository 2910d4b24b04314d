/** As the server counts: Unicode scalar values, not UTF-16 units. */
export const MAX_CHAT_CHARS = 4_000;

/**
 * A text as the server would keep it: trimmed, without control characters other than line breaks and
 * tabs; half a surrogate pair, which no JSON can carry, becomes a replacement character.
 */
export function cleanChatText(text: string): string {
  return text
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/(?![\n\t])\p{Cc}/gu, '')
    .trim();
}

export function countChars(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
