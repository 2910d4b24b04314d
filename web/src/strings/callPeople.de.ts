import type { callPeople as english } from './callPeople.en';
import { formats } from './formats';

const format = formats('de');

/** A day and time inside a sentence: "Zuletzt gesprochen gestern um 14:03". */
function when(at: number): string {
  switch (format.daysAgo(at)) {
    case 0:
      return `heute um ${format.time(at)}`;
    case 1:
      return `gestern um ${format.time(at)}`;
    default:
      return `am ${format.date(at)}`;
  }
}

/** Texts of the people one calls, in German. */
export const callPeople: typeof english = {
  favourites: 'Favoriten',
  recent: 'Zuletzt',
  lastTalked: (at) => `Zuletzt gesprochen ${when(at)}`,
  missed: (at) => `Anruf verpasst ${when(at)}`,
  youCalled: (at) => `Von Ihnen angerufen ${when(at)}`,
  theyCalled: (at) => `Hat Sie angerufen ${when(at)}`,
  lastCall: (at) => `Letzter Anruf ${when(at)}`,
  noCallYet: 'Noch kein Anruf',
  addFavourite: (name) => `${name} zu den Favoriten hinzufügen`,
  removeFavourite: (name) => `${name} aus den Favoriten entfernen`,
  favourite: 'Favorit',
  more: (name) => `Mehr zu ${name}`,
  nameYouSee: 'Name für Sie',
  nameHint: (own) => `Nur Sie sehen ihn, in diesem Browser. Eigener Name der Person: ${own}.`,
  noNameHint: 'Nur Sie sehen ihn, in diesem Browser.',
  save: 'Name speichern',
  nameSaved: (name) => `Diese Person heißt für Sie jetzt ${name}`,
  ownNameBack: (name) => `Sie sehen wieder den eigenen Namen: ${name}`,
  notSaved:
    'Dieser Browser konnte das nicht speichern. Vielleicht ist sein Speicher voll oder gesperrt.',
  copyTheirId: 'ID kopieren',
  blockPerson: 'Blockieren',
  copyLink: 'Anruflink kopieren',
  linkCopied: 'Anruflink kopiert',
  knownId: (name) => `Das ist ${name}.`,
};
