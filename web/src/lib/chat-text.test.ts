import { expect, it } from 'vitest';

import { cleanChatText, countChars } from './chat-text';

it('keeps what the server keeps: markup, line breaks and tabs, but no other control characters', () => {
  const text = '<b>bold</b>\n\tsecond line';
  expect(cleanChatText(`  ${text}\u0000\r\u0007 \n`)).toBe(text);
  expect(cleanChatText(' \u0000 \n')).toBe('');
});

it('counts characters, not UTF-16 units', () => {
  expect(countChars('aü👍')).toBe(3);
});

it('sends no half of a surrogate pair', () => {
  expect(cleanChatText('a\ud83d')).toBe('a\ufffd');
  expect(cleanChatText('👍')).toBe('👍');
});
