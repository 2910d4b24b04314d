// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest';

import {
  adoptBankKey,
  bankHash,
  bankKeyInHash,
  bankKeys,
  forgetBankKey,
} from './question-bank-key';

const mine = { id: 'abcdefghij23', token: 'x'.repeat(43) };
const theirs = { id: 'abcdefghij24', token: 'y'.repeat(43) };

afterEach(() => {
  for (const { id } of bankKeys()) forgetBankKey(id);
  vi.unstubAllGlobals();
  localStorage.clear();
});

it('knows the bank before when another is used', () => {
  expect(bankKeys()).toEqual([]);
  expect(adoptBankKey(mine)).toBe(true);
  adoptBankKey(theirs);
  expect(bankKeys()).toEqual([theirs, mine]);
  adoptBankKey(mine);
  expect(bankKeys()).toEqual([mine, theirs]);
  forgetBankKey(mine.id);
  expect(bankKeys()).toEqual([theirs]);
});

it('reads the key in a link, and nothing else', () => {
  expect(bankKeyInHash(bankHash(mine))).toEqual(mine);
  for (const hash of ['', '#', '#abc', `#${mine.id}`, `#${mine.id}.short`, `#x.${mine.token}`]) {
    expect(bankKeyInHash(hash), hash).toBeNull();
  }
});

it('takes what is odd in the storage for nothing', () => {
  for (const stored of ['{', '7', '[null, {"id": 1}]', `[{"id":"${mine.id}"}]`]) {
    localStorage.setItem('convene.question-banks', stored);
    expect(bankKeys(), stored).toEqual([]);
  }
});

it('says where nothing can be stored, and remembers while the page is open', () => {
  vi.stubGlobal('localStorage', {
    getItem: () => {
      throw new Error('blocked');
    },
    setItem: () => {
      throw new Error('blocked');
    },
  });
  expect(adoptBankKey(mine)).toBe(false);
  expect(bankKeys()).toEqual([mine]);
});
