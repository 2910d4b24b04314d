import { expect, it } from 'vitest';

import { only } from './split-texts';

const CODE = `import { bank, plan } from './bank.en';
import { formats } from './formats';
import type { Strings } from './other';

const format = formats('en');
export const en = {
  name: 'Convene',
  plan,
  room: { title: 'Room', of: (count: number) => \`\${count}, in the room\` },
  bank,
} satisfies Strings;
export type Texts = typeof en;
`;

const squeezed = (text: string) => text.replace(/\s+/g, ' ').trim();

it('keeps the sections of a part, and takes others from copies of their files', () => {
  expect(squeezed(only(CODE, 'en', 'room', ['room', 'plan']))).toBe(
    squeezed(`import { bank, plan } from './bank.en?part=room';
import { formats } from './formats';
import type { Strings } from './other';
const format = formats('en');
export const en = {
plan,
room: { title: 'Room', of: (count: number) => \`\${count}, in the room\` }
} satisfies Strings;
export type Texts = typeof en;
export { en as texts };`),
  );
});

it('refuses a section that a language does not have', () => {
  expect(() => only(CODE, 'en', 'room', ['room', 'stage'])).toThrow('en has no texts stage');
});
