import { expect, it } from 'vitest';

import { unmetWishes, type VoiceWishes, voiceSwitches } from './voice-processing';

const ALL: VoiceWishes = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const KNOWN = { ...ALL };

it('a wish is unmet only where the track says so', () => {
  expect(unmetWishes({}, ALL)).toEqual([]);
  expect(unmetWishes({ noiseSuppression: false }, ALL)).toEqual(['noiseSuppression']);
});

it('any kind of echo cancellation is echo cancellation', () => {
  expect(unmetWishes({ echoCancellation: 'remote-only' }, ALL)).toEqual([]);
  const off = { ...ALL, echoCancellation: false };
  expect(unmetWishes({ echoCancellation: 'all' }, off)).toEqual(['echoCancellation']);
});

it('what the browser does not know is off and cannot be switched', () => {
  const { autoGainControl } = voiceSwitches(ALL, { ...KNOWN, autoGainControl: false }, null);
  expect(autoGainControl).toEqual({ on: false, fixed: 'browser' });
});

it('where there is but one choice, that is how it is', () => {
  const track = { facts: {}, choices: { echoCancellation: [false] }, tried: true };
  expect(voiceSwitches(ALL, KNOWN, track).echoCancellation).toEqual({ on: false, fixed: 'device' });
});

it('what was tried in vain cannot be switched; what is being tried may yet be', () => {
  const track = { facts: { noiseSuppression: true }, choices: {} };
  const wishes = { ...ALL, noiseSuppression: false };
  expect(voiceSwitches(wishes, KNOWN, { ...track, tried: true }).noiseSuppression).toEqual({
    on: true,
    fixed: 'device',
  });
  expect(voiceSwitches(wishes, KNOWN, { ...track, tried: false }).noiseSuppression).toEqual({
    on: false,
    fixed: null,
  });
});
