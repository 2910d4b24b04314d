import { isLanguage, type Language } from './language';
import { type Corner, isCorner } from './stage-layout';
import { VOICE_PROCESSING, type VoiceWishes } from './voice-processing';

/** Choices that this browser remembers. */
export interface Preferences {
  name: string;
  camera: { on: boolean; deviceId: string | null };
  microphone: { on: boolean; deviceId: string | null };
  speakerId: string | null;
  /** Voice processing. */
  voice: VoiceWishes;
  /** True if the muted microphone is measured. */
  listensMuted: boolean;
  /** True if joins, leaves, messages and hands make a sound. */
  sounds: boolean;
  /** True if single keys are shortcuts. */
  shortcuts: boolean;
  /** Layout of the stage. */
  layout: LayoutChoice;
  /** True if the stage shows no tiles of people without video. */
  hidesWithoutVideo: boolean;
  /** Where the own tile floats, and whether it is hidden. */
  ownTile: { corner: Corner; hidden: boolean };
  /** Language of the interface; null follows the browser. */
  language: Language | null;
}

/** Ways to lay out the stage; `auto` chooses by what there is to see. */
export const LAYOUTS = ['auto', 'grid', 'speaker', 'side_by_side'] as const;
export type LayoutChoice = (typeof LAYOUTS)[number];

const KEY = 'convene.preferences';

const defaults: Preferences = {
  name: '',
  camera: { on: true, deviceId: null },
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
};

/** Reads the choices; invalid or missing ones take their defaults. */
export function readPreferences(): Preferences {
  let stored: unknown;
  try {
    stored = JSON.parse(localStorage.getItem(KEY) ?? '{}');
  } catch {
    // Storage is blocked, or holds something else.
  }
  const fields = record(stored);
  return {
    name: typeof fields.name === 'string' ? fields.name : defaults.name,
    camera: capture(fields.camera),
    microphone: capture(fields.microphone),
    speakerId: id(fields.speakerId),
    voice: voice(fields.voice),
    listensMuted: fields.listensMuted !== false,
    sounds: fields.sounds !== false,
    shortcuts: fields.shortcuts !== false,
    layout: LAYOUTS.find((layout) => layout === fields.layout) ?? defaults.layout,
    hidesWithoutVideo: fields.hidesWithoutVideo === true,
    ownTile: ownTile(fields.ownTile),
    language: isLanguage(fields.language) ? fields.language : defaults.language,
  };
}

export function updatePreferences(change: Partial<Preferences>): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...readPreferences(), ...change }));
  } catch {
    // Storage is blocked or full: choices last as long as the page.
  }
}

function capture(value: unknown): { on: boolean; deviceId: string | null } {
  const fields = record(value);
  return { on: fields.on !== false, deviceId: id(fields.deviceId) };
}

function ownTile(value: unknown): Preferences['ownTile'] {
  const { corner, hidden } = record(value);
  return {
    corner: isCorner(corner) ? corner : defaults.ownTile.corner,
    hidden: hidden === true,
  };
}

function voice(value: unknown): VoiceWishes {
  const fields = record(value);
  const wishes = { ...defaults.voice };
  for (const name of VOICE_PROCESSING) wishes[name] = fields[name] !== false;
  return wishes;
}

function id(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
