import type {
  named as englishNamed,
  naming as englishNaming,
  recents as englishRecents,
} from './titles.en';

/** Titles and names of meetings, in German. */
export const named: typeof englishNamed = {
  missing: (name) =>
    `Kein Meeting hat den Namen „${name}“. Prüfen Sie den Link auf Tippfehler oder fragen Sie noch einmal danach.`,
};

export const recents: typeof englishRecents = {
  withPeople: (names, count) => {
    const others = count - names.length;
    const all =
      others > 0 ? [...names, others === 1 ? '1 weiteren Person' : `${others} weiteren`] : names;
    return all.length < 2
      ? `mit ${all.join('')}`
      : `mit ${all.slice(0, -1).join(', ')} und ${all.at(-1)}`;
  },
};

export const naming: typeof englishNaming = {
  group: 'Titel und Link',
  title: 'Titel',
  titleHint: 'Für alle sichtbar, auch in Vorschauen des Links.',
  titleTooLong: 'Verwenden Sie höchstens 100 Zeichen.',
  titleForbidden:
    'Dieser Titel enthält Zeichen, die sich nicht anzeigen lassen. Geben Sie ihn ohne sie ein.',
  save: 'Speichern',
  remove: 'Entfernen',
  titleSaved: 'Titel gespeichert.',
  titleRemoved: 'Titel entfernt.',
  name: 'Name im Link',
  nameHint: (place) =>
    `Teilnehmen kann man dann auch unter ${place}, statt mit dem Code. Wer den Namen errät, kann teilnehmen. Verwenden Sie 3 bis 40 Kleinbuchstaben, Ziffern und Bindestriche.`,
  nameInvalid:
    'Verwenden Sie 3 bis 40 Kleinbuchstaben, Ziffern und einzelne Bindestriche, zum Beispiel team-standup.',
  nameLikeCode: 'Das sieht wie ein Meeting-Code aus. Wählen Sie einen anderen Namen.',
  nameReserved: 'Dieser Name ist nicht möglich. Wählen Sie einen anderen.',
  nameTaken: 'Ein anderes Meeting oder ein Raum hat diesen Namen. Wählen Sie einen anderen.',
  nameTooMany:
    'Aus Ihrem Netz wurden zu viele Namen ausprobiert. Warten Sie eine Minute und versuchen Sie es erneut.',
  nameSaved: 'Name gespeichert. Der Link mit dem Code funktioniert weiterhin.',
  nameRemoved: 'Name entfernt. Verwenden Sie den Link mit dem Code.',
  preview: 'In Link-Vorschauen zeigen, wer da ist',
  previewHint:
    'Chat-Apps zeigen dann, wer im Meeting ist und seit wann es läuft, bei einer Lobby auch den Titel. Nie, solange es gesperrt ist oder ein Passwort hat.',
  share: 'Link teilen',
  shareText: 'Treffen wir uns auf Convene',
  copyLinkOf: (name) => `Link zu ${name} kopieren`,
};
