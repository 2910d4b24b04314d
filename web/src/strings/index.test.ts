// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from 'vitest';

const asked = vi.hoisted(() => [] as string[]);
const broken = vi.hoisted(() => new Set<string>());
vi.mock('virtual:texts', () => {
  const part = (language: string, name: string) => async () => {
    asked.push(`${language} ${name}`);
    await Promise.resolve();
    if (broken.has(`${language} ${name}`)) throw new Error('offline');
    return { [name]: `${name} in ${language}` };
  };
  const parts = (language: string) => ({
    start: part(language, 'start'),
    room: part(language, 'room'),
  });
  return { base: { common: 'base' }, load: { en: parts('en'), de: parts('de') } };
});

/** The module as a page that has just been opened has it. */
async function open(...languages: string[]): Promise<typeof import('./index')> {
  vi.resetModules();
  asked.length = 0;
  vi.stubGlobal('navigator', { languages });
  return import('./index');
}

beforeEach(() => {
  broken.clear();
  localStorage.clear();
  return () => vi.unstubAllGlobals();
});

it('loads the parts that are needed, in one language, once', async () => {
  const { strings, textsReady } = await open('de-DE', 'en');
  await textsReady('start');
  expect(strings()).toEqual({ common: 'base', start: 'start in de' });
  await Promise.all([textsReady('start', 'room'), textsReady('start')]);
  expect(strings()).toEqual({ common: 'base', start: 'start in de', room: 'room in de' });
  expect(asked).toEqual(['de start', 'de room']);
  expect(document.documentElement.lang).toBe('de');
});

it('changes the language of all parts that are shown', async () => {
  const { changeLanguage, strings, textsReady } = await open('en');
  await textsReady('start', 'room');
  await changeLanguage('de');
  expect(strings()).toMatchObject({ start: 'start in de', room: 'room in de' });
  await textsReady('room');
  expect(strings()).toMatchObject({ room: 'room in de' });
});

it('keeps the language if another cannot be loaded, and tries that again later', async () => {
  const { changeLanguage, strings, textsReady } = await open('en');
  await textsReady('start');
  broken.add('de start');
  await expect(changeLanguage('de')).rejects.toThrow('offline');
  await textsReady('room');
  expect(strings()).toMatchObject({ start: 'start in en', room: 'room in en' });
  broken.clear();
  await changeLanguage('de');
  expect(strings()).toMatchObject({ start: 'start in de' });
});

it('is English if the person’s language cannot be loaded', async () => {
  const { strings, textsReady } = await open('de');
  broken.add('de start');
  await textsReady('start');
  expect(strings()).toMatchObject({ start: 'start in en' });
});
