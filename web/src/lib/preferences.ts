import { isLanguage, type Language } from './language';

/** What a person chose last time, kept in this browser. */
export interface Preferences {
  name: string;
  camera: { on: boolean; deviceId: string | null };
  microphone: { on: boolean; deviceId: string | null };
  speakerId: string | null;
  /** Whether joining, leaving, messages and hands are heard. */
  sounds: boolean;
  /** Whether single keys are shortcuts. */
  shortcuts: boolean;
  /** The interface's; null: as the browser prefers. */
  language: Language | null;
}

const KEY = 'convene.preferences';

const defaults: Preferences = {
  name: '',
  camera: { on: true, deviceId: null },
  microphone: { on: true, deviceId: null },
  speakerId: null,
  sounds: true,
  shortcuts: true,
  language: null,
};

/** Reads what is remembered; anything odd or missing is as if never chosen. */
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
    sounds: fields.sounds !== false,
    shortcuts: fields.shortcuts !== false,
    language: isLanguage(fields.language) ? fields.language : defaults.language,
  };
}

export function updatePreferences(change: Partial<Preferences>): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...readPreferences(), ...change }));
  } catch {
    // Private mode or full: choices last as long as the page.
  }
}

function capture(value: unknown): { on: boolean; deviceId: string | null } {
  const fields = record(value);
  return { on: fields.on !== false, deviceId: id(fields.deviceId) };
}

function id(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
