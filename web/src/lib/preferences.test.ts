import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { readPreferences, updatePreferences } from './preferences';

let stored: Map<string, string>;

beforeEach(() => {
  stored = new Map();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

it('remembers what was chosen and leaves the rest', () => {
  updatePreferences({ name: 'Ana' });
  updatePreferences({ camera: { on: false, deviceId: 'c1' } });
  expect(readPreferences()).toEqual({
    name: 'Ana',
    camera: { on: false, deviceId: 'c1' },
    microphone: { on: true, deviceId: null },
    speakerId: null,
    voice: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    listensMuted: true,
    sounds: true,
    shortcuts: true,
    layout: 'auto',
    hidesWithoutVideo: false,
    ownTile: { corner: 'bottom_end', hidden: false },
    language: null,
  });
});

it.each(['', '{', 'null', '[]', '{"camera":5,"name":7}'])('bears %j in storage', (text) => {
  stored.set('convene.preferences', text);
  expect(readPreferences()).toMatchObject({ name: '', camera: { on: true, deviceId: null } });
});

it('remembers what is to be done to the voice, and bears odd entries', () => {
  updatePreferences({
    voice: { echoCancellation: false, noiseSuppression: true, autoGainControl: false },
    listensMuted: false,
  });
  expect(readPreferences()).toMatchObject({
    voice: { echoCancellation: false, noiseSuppression: true, autoGainControl: false },
    listensMuted: false,
  });
  stored.set('convene.preferences', '{"voice":{"noiseSuppression":false,"else":1}}');
  expect(readPreferences().voice).toEqual({
    echoCancellation: true,
    noiseSuppression: false,
    autoGainControl: true,
  });
});

it('remembers that sounds and shortcuts are off', () => {
  updatePreferences({ sounds: false, shortcuts: false });
  expect(readPreferences()).toMatchObject({ sounds: false, shortcuts: false });
});

it('remembers the layout and the place of the own tile, if there are such', () => {
  updatePreferences({ layout: 'speaker', ownTile: { corner: 'top_start', hidden: true } });
  expect(readPreferences()).toMatchObject({
    layout: 'speaker',
    ownTile: { corner: 'top_start', hidden: true },
  });
  stored.set('convene.preferences', '{"layout":"pile","ownTile":{"corner":"middle","hidden":1}}');
  expect(readPreferences()).toMatchObject({
    layout: 'auto',
    hidesWithoutVideo: false,
    ownTile: { corner: 'bottom_end', hidden: false },
  });
});

it('remembers the language, if there is such a one', () => {
  updatePreferences({ language: 'de' });
  expect(readPreferences().language).toBe('de');
  stored.set('convene.preferences', '{"language":"xx"}');
  expect(readPreferences().language).toBeNull();
});

it('does without storage', () => {
  const refuse = (): never => {
    throw new DOMException('', 'SecurityError');
  };
  vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse });
  updatePreferences({ name: 'Ana' });
  expect(readPreferences().name).toBe('');
});
