import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { en } from '../strings/en';
import { announce, dismiss, hold, notify, offer, release, toast, useToasts } from './toasts';

let now = Date.now();

beforeEach(() => {
  vi.useFakeTimers();
  // Far enough from the previous test's toasts.
  now += 60_000;
  vi.setSystemTime(now);
});

afterEach(() => {
  vi.advanceTimersByTime(10_000);
  vi.useRealTimers();
});

it('names one, two, and then how many', () => {
  expect(en.talk.joined(['Ana'])).toBe('Ana joined');
  expect(en.talk.joined(['Ana', 'Ben'])).toBe('Ana and Ben joined');
  expect(en.talk.joined(['Ana', 'Ben', 'Cem', 'Dan'])).toBe('Ana and 3 others joined');
});

it('keeps the last of a topic, and what is announced out of the region of toasts', () => {
  notify('Ana joined', 'joined');
  toast('Link copied');
  notify('Ben joined', 'joined');
  expect(useToasts.getState().toasts.map(({ text, silent }) => [text, silent])).toEqual([
    ['Link copied', false],
    ['Ben joined', true],
  ]);
  vi.advanceTimersByTime(5_000);
  expect(useToasts.getState().toasts).toEqual([]);
});

it('loses no announcement to the one right after it', () => {
  announce('Ana joined');
  announce('Ben left');
  expect(useToasts.getState().announcement).toBe('Ana joined. Ben left');
  vi.advanceTimersByTime(1_000);
  announce('Cem joined');
  expect(useToasts.getState().announcement).toBe('Cem joined');
});

const message = (text: string) =>
  offer({ text, topic: 'chat', title: 'Ana', action: { label: 'Reply', run() {} }, open() {} });

it('shows what one can act on for longer, and as long as it is in use', () => {
  message('first');
  message('second');
  const shown = () => useToasts.getState().toasts.map(({ text }) => text);
  expect(shown()).toEqual(['second']);
  vi.advanceTimersByTime(7_000);
  const [one] = useToasts.getState().toasts;
  if (!one) throw new Error('no toast');
  hold(one.id);
  vi.advanceTimersByTime(60_000);
  expect(shown()).toEqual(['second']);
  release(one);
  vi.advanceTimersByTime(8_000);
  expect(shown()).toEqual([]);
});

it('dismisses a topic, and leaves the others', () => {
  message('first');
  toast('Link copied');
  dismiss('chat');
  expect(useToasts.getState().toasts.map(({ text }) => text)).toEqual(['Link copied']);
});
