import type { layouts as english } from './layouts.en';

/** Texts of the ways to lay out a meeting, in German. */
export const layouts: typeof english = {
  title: 'Ansicht',
  names: {
    auto: 'Automatisch',
    grid: 'Raster',
    speaker: 'Wer spricht',
    side_by_side: 'Nebeneinander',
  },
  notes: {
    auto: 'Passt sich an: je nachdem, wer da ist und was geteilt wird.',
    grid: 'Alle sind gleich groß.',
    speaker: 'Wer spricht, füllt die Seite.',
    side_by_side: 'Wer spricht, ist groß, alle anderen sind daneben.',
  },
  showOwn: 'Mein Bild zeigen',
  showOwnNote: 'Die anderen sehen Sie in jedem Fall.',
  hideWithoutVideo: 'Personen ohne Video ausblenden',
  hideWithoutVideoNote:
    'Sie erscheinen, wenn sie sprechen, und bleiben in der Liste der Teilnehmenden.',
  moveOwn: 'Ihr Bild in die nächste Ecke rücken',
  hideOwn: 'Ihr Bild ausblenden',
  bringBack: 'Ihr Bild einblenden',
  previousPage: 'Vorherige Personen',
  nextPage: 'Weitere Personen',
  people: (count) => (count === 1 ? '1 Person' : `${count} Personen`),
  page: (page, pages) => `Seite ${page} von ${pages}`,
};
