import { expect, it } from 'vitest';

import { en } from '../../strings/en';
import { failureText } from './words';

it('has words for what a person can do something about, and for the rest', () => {
  expect(failureText('room_full')).toBe(en.status.failed.room_full);
  expect(failureText('unreachable')).toBe(en.status.failed.unreachable);
  expect(failureText('unknown_event')).toBe(en.status.failed.other);
});
