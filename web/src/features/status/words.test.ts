import { expect, it } from 'vitest';

import { en } from '../../strings/en';
import { failureText } from './words';

it('has words for what a person can do something about, and for the rest', () => {
  expect(failureText({ code: 'room_full' })).toBe(en.status.failed.room_full);
  expect(failureText({ code: 'unreachable' })).toBe(en.status.failed.unreachable);
  expect(failureText({ code: 'unknown_event' })).toBe(en.status.failed.other);
});

it('says when to try again, where the server does', () => {
  expect(failureText({ code: 'rate_limited' })).toBe(en.status.failed.rate_limited);
  expect(failureText({ code: 'rate_limited', retryAfterMs: 5_100 })).toBe(en.entry.tooSoon(6));
  expect(failureText({ code: 'rate_limited', retryAfterMs: 1 })).toBe(en.entry.tooSoon(1));
});
