import type { debrief as en } from './debrief.en';
import { formats } from './formats';

const format = formats('de');
const many = (count: number, one: string, more: string) =>
  count === 1 ? `1 ${one}` : `${format.number(count)} ${more}`;
const list = new Intl.ListFormat('de');

/** Die Nachbesprechung eines Interviews, auf Deutsch; ein Teil von `de.ts`. */
export const debrief: typeof en = {
  pageTitle: (title: string) => `Nachbesprechung – ${title}`,
  label: 'Nachbesprechung',
  open: 'Nachbesprechung',
  failedTitle: 'Die Nachbesprechung lässt sich nicht anzeigen',
  report: 'Bericht',
  ownMissing: 'Ihr Bewertungsbogen fehlt',
  ownMissingText:
    'Geben Sie zuerst Ihren eigenen Bewertungsbogen ab. Bis dahin sehen Sie nicht, was andere denken.',
  waiting: 'Es haben noch nicht alle abgegeben',
  waitingFor: (names: string[], withheld: number) =>
    names.length > 0
      ? `Es fehlt: ${list.format(names)}. Aktualisieren Sie diese Seite, sobald alle fertig sind.`
      : `${many(withheld, 'Bewertungsbogen bleibt', 'Bewertungsbögen bleiben')} verborgen, bis die Person abgibt, die Ihren Link erstellt hat.`,
  anyway: 'Ohne sie fortfahren',
  scores: 'Bewertungsbögen nebeneinander',
  scoresHint: 'Der größte Unterschied steht oben.',
  criterion: 'Kriterium',
  difference: 'Unterschied',
  differsMost: 'Größter Unterschied',
  steps: (difference: number | null) =>
    difference === null ? '–' : difference === 0 ? 'Keiner' : many(difference, 'Stufe', 'Stufen'),
  none: 'Keine',
  decision: 'Entscheidung',
  outcome: 'Wie haben Sie entschieden?',
  outcomes: { no: 'Nein', hold: 'Zurückgestellt', yes: 'Ja' },
  meanings: {
    no: 'Wir beenden das Verfahren mit dieser Person.',
    hold: 'Wir entscheiden später, nach etwas anderem.',
    yes: 'Wir machen mit dieser Person weiter.',
  },
  outcomeMissing: 'Wählen Sie eines davon.',
  reason: 'Begründung',
  reasonHint: 'Sie steht im Bericht, für alle Interviewer:innen, die ihren Bogen abgegeben haben.',
  reasonMissing: 'Schreiben Sie zuerst die Begründung.',
  record: 'Entscheidung festhalten',
  recorded: 'Entscheidung festgehalten',
  recordedBy: (name: string, at: Date) => `Festgehalten von ${name}, ${format.dayAndTime(at)}`,
  change: 'Entscheidung ändern',
  candidate: 'Kandidat:in',
  planned: 'Geplant für',
};
