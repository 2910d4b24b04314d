/** Length as the server counts it: Unicode scalar values, not UTF-16 units. */
export const MAX_CHAT_CHARS = 4_000;

/**
 * Text as the server stores it: trimmed, without control characters except line breaks and tabs.
 * Lone surrogates, which JSON cannot carry, become replacement characters.
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
