import { expect, it } from 'vitest';

import { mailLink } from './mail-link';

it('keeps subject and text whole, whatever is in them', () => {
  const subject = 'A & B? 100% #1 + "ü"';
  const text = "Hello,\n\nhttps://x.org/i/a#b.c&bcc=eve@x.org it's";
  const link = new URL(mailLink(subject, text));
  expect(link.protocol).toBe('mailto:');
  expect(link.hash).toBe('');
  const parts = new URLSearchParams(link.search.replaceAll('+', '%2B'));
  expect([...parts.keys()]).toEqual(['subject', 'body']);
  expect(parts.get('subject')).toBe(subject);
  expect(parts.get('body')).toBe(text.replaceAll('\n', '\r\n'));
  // A line break in a subject would begin another header.
  expect(mailLink('a\r\nBcc: eve@x.org', '')).toBe(
    'mailto:?subject=a%20Bcc%3A%20eve%40x.org&body=',
  );
});
