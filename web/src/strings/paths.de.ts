/** The path of the media, and webinars, in German; a part of `de.ts`. */

import type { paths as englishPaths, webinar as englishWebinar } from './paths.en';

export const paths: typeof englishPaths = {
  expected: {
    mesh: 'Bild und Ton gehen von Browser zu Browser. Nur wer im Meeting ist, hat die Schlüssel.',
    server: 'Bild und Ton gehen über diesen Server, der die Schlüssel hat.',
    auto: 'In kleinen Meetings gehen Bild und Ton von Browser zu Browser, in größeren über diesen Server.',
  },
  webinarNote:
    'Das ist ein Webinar: Sie sehen und hören zu. Kamera und Mikrofon bleiben ausgeschaltet.',
};

export const webinar: typeof englishWebinar = {
  viewers: (count: number) => (count === 1 ? '1 Person im Publikum' : `${count} im Publikum`),
  audience: 'Publikum',
  handsRaised: 'Gehobene Hände im Publikum',
  showViewers: 'Publikum anzeigen',
  toStage: 'Auf die Bühne holen',
  toStageOf: (name: string) => `${name} auf die Bühne holen`,
  toAudience: 'Ins Publikum schicken',
  more: 'Mehr anzeigen',
  nobody: 'Noch sieht niemand zu.',
  nowOnStage:
    'Sie sind auf der Bühne. Schalten Sie Mikrofon und Kamera ein, wenn Sie so weit sind.',
  nowViewer: 'Sie sind jetzt im Publikum. Kamera und Mikrofon sind ausgeschaltet.',

  media: 'Bild und Ton',
  path: 'Weg',
  paths: {
    auto: 'Von Browser zu Browser, solange das Meeting klein ist',
    mesh: 'Immer von Browser zu Browser',
    server: 'Immer über den Server',
  },
  pathHint:
    'Von Browser zu Browser haben nur die Personen im Meeting die Schlüssel. Über den Server können mehr Personen da sein, und ihre Geräte haben weniger zu tun.',
  label: 'Webinar',
  hint: 'Neue Personen sehen und hören zu. Sie holen sie auf die Bühne.',
  streaming: 'OBS und Player',
};
