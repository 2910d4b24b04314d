import { expect, it } from 'vitest';

import { chooseLanguage, localeFor } from './language';

it('takes what was chosen before what the browser prefers', () => {
  expect(chooseLanguage('en', ['de-DE'])).toBe('en');
  expect(chooseLanguage('de', ['en-US'])).toBe('de');
});

it('takes the first preferred language that there is, else English', () => {
  expect(chooseLanguage(null, ['fr-FR', 'de-AT', 'en'])).toBe('de');
  expect(chooseLanguage(null, ['DE'])).toBe('de');
  expect(chooseLanguage(null, ['fr', 'den'])).toBe('en');
  expect(chooseLanguage(null, [])).toBe('en');
});

it('writes dates as the browser does in that language', () => {
  expect(localeFor('en', ['de-DE', 'en-GB', 'en-US'])).toBe('en-GB');
  expect(localeFor('de', ['en-GB'])).toBe('de');
  expect(localeFor('en', ['en-US@posix'])).toBe('en');
});
