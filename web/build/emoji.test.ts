import { load } from 'virtual:emoji';
import { expect, it } from 'vitest';
import { emojiData } from './emoji';

const messages = {
  groups: [
    { key: 'smileys-emotion', message: 'smileys & emotion', order: 0 },
    { key: 'component', message: 'components', order: 2 },
  ],
  skinTones: [{ key: 'dark', message: 'dark skin tone' }],
};

it('keeps what the picker shows: no letters, parts or emoji that systems cannot draw yet', () => {
  const entry = { label: 'waving hand', version: 1, group: 0, tags: ['hello'] };
  const data = emojiData(
    'en',
    [
      { emoji: '🇦', label: 'regional indicator A', version: 0 },
      { emoji: '🏻', label: 'light skin tone', version: 1, group: 2 },
      { emoji: '?', label: 'too new', version: 17, group: 0 },
      {
        ...entry,
        emoji: '👋',
        skins: [
          { emoji: '👋🏿', tone: 5 },
          { emoji: 'two', tone: [1, 5] },
        ],
      },
    ],
    messages,
  );
  expect(data.emojis).toEqual([
    {
      emoji: '👋',
      category: 0,
      version: 1,
      label: 'Waving hand',
      tags: ['hello'],
      skins: { dark: '👋🏿' },
    },
  ]);
  expect(data.categories).toEqual([{ index: 0, label: 'Smileys & emotion' }]);
  expect(data.skinTones).toEqual({ dark: 'Dark skin tone' });
});

it.each([
  ['en', 'Red heart'],
  ['de', 'Rotes Herz'],
] as const)('has every emoji in %s', async (language, heart) => {
  const { emojis } = await load[language]();
  expect(emojis.length).toBeGreaterThan(1_500);
  expect(emojis.find(({ label }) => label === heart)?.emoji).toBe('❤️');
});
