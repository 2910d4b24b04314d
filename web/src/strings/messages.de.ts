import type { messages as english } from './messages.en';

/** Texts of the actions on a chat message, in German. */
export const messages: typeof english = {
  copy: 'Kopieren',
  copied: 'Nachricht kopiert',
  notCopied: 'Die Nachricht konnte nicht kopiert werden. Markieren Sie sie und kopieren Sie sie.',
  reply: 'Antworten',
  replyPrivately: 'Privat antworten',
  privatelyFrom: (name) => `${name}, nur an Sie`,
  emoji: 'Emoji',
  chooseEmoji: 'Emoji auswählen',
  searchEmoji: 'Emoji suchen',
  noEmoji: 'Kein Emoji gefunden',
  skinTone: 'Hautton ändern',
};
