import type { ordering as o, plan as p, picker as pi, question as q } from './bank.en';
import { formats } from './formats';

const format = formats('de');
const many = (count: number, one: string, more: string) =>
  count === 1 ? `1 ${one}` : `${format.number(count)} ${more}`;

export const plan: typeof p = {
  title: 'Wie das Interview heißt',
  titleHint: 'Das sehen alle, die dabei sind.',
  sections: 'Abschnitte',
  sectionsHint: 'Die Teile des Interviews mit ihrer Dauer. Alle, die dabei sind, sehen sie.',
  section: (number: number) => `Abschnitt ${number}`,
  addSection: 'Abschnitt hinzufügen',
  itemTitle: 'Titel',
  minutes: 'Minuten',
  total: (minutes: number) => `${many(minutes, 'Minute', 'Minuten')} insgesamt`,
  questions: 'Geplante Fragen',
  questionsHint:
    'Wer befragt wird, sieht eine, wenn sie gestellt ist, und davon nur die Frage selbst.',
  question: (number: number) => `Frage ${number}`,
  addQuestion: 'Frage hinzufügen',
  criteria: 'Kriterien',
  criteriaHint: 'Was die Interviewenden beurteilen, mit einem Stern bis fünf.',
  criterion: (number: number) => `Kriterium ${number}`,
  addCriterion: 'Kriterium hinzufügen',
  rubric: 'Was die Sterne bedeuten',
  rubricHint: 'Zum Beispiel: 1 Stern: braucht Hilfe bei den Grundlagen. 5 Sterne: kann es lehren.',
  full: (max: number) => `Höchstens ${format.number(max)} sind möglich.`,
  save: 'Speichern',
  cancel: 'Abbrechen',
  notSaved: 'Das wurde nicht gespeichert.',
  faults: (count: number) =>
    count === 1
      ? 'Ein Feld ist noch zu berichtigen.'
      : `${format.number(count)} Felder sind noch zu berichtigen.`,
  discardTitle: 'Änderungen verwerfen?',
  discardText: 'Sie sind noch nicht gespeichert.',
  discard: 'Verwerfen',
  keepEditing: 'Weiter bearbeiten',
};

export const ordering: typeof o = {
  moveUp: (name: string) => `${name} nach oben`,
  moveDown: (name: string) => `${name} nach unten`,
  duplicate: (name: string) => `${name} verdoppeln`,
  edit: (name: string) => `${name} bearbeiten`,
  remove: (name: string) => `${name} löschen`,
  movedTo: (place: number, all: number) =>
    `Jetzt Nummer ${format.number(place)} von ${format.number(all)}`,
  duplicated: (name: string) => `Kopiert als ${name}`,
  removed: (name: string) => `${name} wurde gelöscht.`,
  undo: 'Rückgängig',
  undone: (name: string) => `${name} ist wieder da`,
};

export const question: typeof q = {
  text: 'Was gefragt wird',
  textHint: 'Alles, was die befragte Person davon erfährt.',
  category: 'Kategorie',
  categoryHint: 'Etwa „Datenbanken“.',
  difficulty: 'Schwierigkeit',
  difficulties: { easy: 'Leicht', medium: 'Mittel', hard: 'Schwer' },
  noDifficulty: 'Keine Angabe',
  minutes: 'Minuten',
  minutesHint: 'Das erfährt auch, wer befragt wird.',
  points: 'Erwartete Punkte, je Zeile einer',
  pointsHint: 'Stichwörter oder kurze Wendungen. Nur Interviewende sehen sie.',
  notes: 'Für die Interviewenden',
  notesHint: 'Nur Interviewende sehen das.',
  inMinutes: (minutes: number) => `${format.number(minutes)} Min.`,
  pointCount: (count: number) => many(count, 'Punkt', 'Punkte'),
  untitled: 'Noch wird nichts gefragt',
  fault: {
    empty: 'Hier fehlt etwas.',
    tooLong: (count: number, max: number) =>
      `Höchstens ${format.number(max)} Zeichen; dies hat ${format.number(count)}.`,
    minutes: 'Eine ganze Zahl von 1 bis 1.440.',
    tooManyPoints: (count: number, max: number) => `Höchstens ${max} Punkte; dies sind ${count}.`,
    pointTooLong: (point: number, max: number) =>
      `Punkt ${point} ist zu lang: höchstens ${max} Zeichen.`,
  },
};

export const picker: typeof pi = {
  open: 'Aus dem Fragenkatalog',
  title: 'Aus dem Fragenkatalog übernehmen',
  search: 'Im Katalog suchen',
  anyCategory: 'Jede Kategorie',
  anyDifficulty: 'Jede Schwierigkeit',
  shown: (found: number, all: number) =>
    found === all
      ? many(all, 'Frage', 'Fragen')
      : `${format.number(found)} von ${many(all, 'Frage', 'Fragen')}`,
  none: 'Nichts passt dazu.',
  more: (count: number) => `${format.number(count)} weitere zeigen`,
  take: (count: number) =>
    count === 0 ? 'Hinzufügen' : `${many(count, 'Frage', 'Fragen')} hinzufügen`,
  tooMany: (room: number) => `Platz ist noch für ${format.number(room)}.`,
  taken: (count: number) =>
    count === 1
      ? 'Eine Frage wurde hinzugefügt'
      : `${format.number(count)} Fragen wurden hinzugefügt`,
};
