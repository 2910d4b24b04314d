import { expect, it } from 'vitest';

import { t } from '../../strings';
import { failureText } from './words';

it('has words for what a person can do something about, and for the rest', () => {
  expect(failureText('room_full')).toBe(t.status.failed.room_full);
  expect(failureText('unreachable')).toBe(t.status.failed.unreachable);
  expect(failureText('unknown_event')).toBe(t.status.failed.other);
});
