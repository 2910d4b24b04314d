/** Texts of the actions on a chat message, in English. */
export const messages = {
  copy: 'Copy',
  copied: 'Message copied',
  notCopied: 'The message could not be copied. Select it and copy it.',
  reply: 'Reply',
  replyPrivately: 'Reply privately',
  privatelyFrom: (name: string) => `${name}, only to you`,
  emoji: 'Emoji',
  chooseEmoji: 'Choose an emoji',
  searchEmoji: 'Search emoji',
  noEmoji: 'No emoji found',
  skinTone: 'Change skin tone',
};
