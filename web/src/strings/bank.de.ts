import type {
  bank as b,
  ordering as o,
  plan as p,
  picker as pi,
  question as q,
  startInterview as s,
} from './bank.en';
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
    'Die befragte Person sieht eine Frage, wenn Sie sie stellen, und nur ihren Text und die Minuten.',
  question: (number: number) => `Frage ${number}`,
  addQuestion: 'Frage hinzufügen',
  criteria: 'Kriterien',
  criteriaHint: 'Was die Interviewenden mit einem bis fünf Sternen bewerten.',
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
      ? 'Ein Feld ist noch zu korrigieren.'
      : `${format.number(count)} Felder sind noch zu korrigieren.`,
  discardTitle: 'Änderungen verwerfen?',
  discardText: 'Sie sind noch nicht gespeichert.',
  discard: 'Verwerfen',
  keepEditing: 'Weiter bearbeiten',
};

export const ordering: typeof o = {
  moveUp: (name: string) => `${name} nach oben`,
  moveDown: (name: string) => `${name} nach unten`,
  duplicate: (name: string) => `${name} duplizieren`,
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
  textHint: 'Die befragte Person sieht diesen Text.',
  category: 'Kategorie',
  categoryHint: 'Etwa „Datenbanken“.',
  difficulty: 'Schwierigkeit',
  difficulties: { easy: 'Leicht', medium: 'Mittel', hard: 'Schwer' },
  noDifficulty: 'Keine Angabe',
  minutes: 'Minuten',
  minutesHint: 'Die befragte Person sieht das.',
  points: 'Erwartete Punkte, je Zeile einer',
  pointsHint: 'Stichwörter oder kurze Wendungen. Nur Interviewende sehen sie.',
  notes: 'Für die Interviewenden',
  notesHint: 'Nur Interviewende sehen das.',
  inMinutes: (minutes: number) => `${format.number(minutes)} Min.`,
  pointCount: (count: number) => many(count, 'Punkt', 'Punkte'),
  untitled: 'Noch ohne Text',
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
  none: 'Keine Treffer.',
  more: (count: number) => `${format.number(count)} weitere zeigen`,
  take: (count: number) =>
    count === 0 ? 'Hinzufügen' : `${many(count, 'Frage', 'Fragen')} hinzufügen`,
  tooMany: (room: number) => `Platz ist noch für ${format.number(room)}.`,
  taken: (count: number) =>
    count === 1
      ? 'Eine Frage wurde hinzugefügt'
      : `${format.number(count)} Fragen wurden hinzugefügt`,
};

export const bank: typeof b = {
  title: 'Fragenkatalog',
  sentence: 'Fragen und Vorlagen für Ihre Interviews.',
  loading: 'Der Fragenkatalog wird geladen …',
  tabs: 'Teile des Fragenkatalogs',
  questions: (count: number) => `Fragen (${format.number(count)})`,
  templates: (count: number) => `Vorlagen (${format.number(count)})`,

  place: 'Wo er liegt',
  placeText:
    'Der Katalog liegt auf diesem Server, und dieser Browser hat den Schlüssel dazu. Wer den Link hat, kann alles lesen und ändern: Teilen Sie ihn mit Kolleginnen und Kollegen, oder öffnen Sie ihn in einem anderen Browser.',
  placeNone: 'Sie erstellen ihn, indem Sie zum ersten Mal etwas speichern.',
  notRemembered:
    'Dieser Browser merkt sich den Schlüssel nicht, wenn die Seite geschlossen wird. Kopieren Sie den Link, sonst finden Sie den Katalog nicht wieder.',
  copyLink: 'Link zu diesem Katalog kopieren',
  linkCopied: 'Link kopiert. Wer ihn hat, kann den Katalog ändern.',
  others: 'Andere Kataloge dieses Browsers',
  switchTo: (id: string) => `Zu ${id} wechseln`,
  switched: 'Sie verwenden jetzt den anderen Katalog.',

  offerTitle: 'Sie haben den Link zu einem Fragenkatalog geöffnet',
  offerText:
    'Verwenden Sie ihn in diesem Browser, und ändern Sie ihn gemeinsam mit allen, die den Link haben.',
  offerOther:
    'Dieser Browser hat einen anderen Katalog. Er geht nicht verloren: Unter „Wo er liegt“ können Sie zurückwechseln.',
  offerUse: 'Diesen Katalog verwenden',
  offerKeep: 'Meinen behalten',
  offerDecline: 'Jetzt nicht',

  saving: 'Wird gespeichert …',
  saved: 'Alles ist gespeichert',
  unsaved: 'Noch nicht gespeichert',
  failedTitle: 'Das ist noch nicht gespeichert',
  failed: {
    unreachable:
      'Der Server antwortet nicht. Was Sie geändert haben, bleibt hier; versuchen Sie es noch einmal.',
    rate_limited:
      'Gerade kamen zu viele Anfragen von hier. Warten Sie eine Minute und versuchen Sie es noch einmal.',
    server:
      'Der Server hat ein Problem. Was Sie geändert haben, bleibt hier; versuchen Sie es gleich noch einmal.',
    not_found: 'Der Katalog ist nicht mehr auf dem Server.',
    refused: 'Der Server hat das nicht angenommen.',
  },
  conflictTitle: 'Der Katalog wurde anderswo geändert',
  conflictText: (questions: number, templates: number) =>
    `Die neuere Fassung hat ${many(questions, 'Frage', 'Fragen')} und ${many(templates, 'Vorlage', 'Vorlagen')}. Was Sie hier geändert haben, ist nicht gespeichert. Nur eine der beiden Fassungen kann bleiben.`,
  loadNewer: 'Den neueren laden',
  keepMine: 'Meinen behalten',
  loadFailed: 'Der Fragenkatalog konnte nicht geladen werden',
  goneText:
    'Der Server kennt diesen Katalog nicht, oder sein Link gilt nicht mehr. Sie können mit einem leeren weitermachen.',
  forget: 'Neuen Katalog beginnen',

  emptyTitle: 'Noch keine Fragen',
  emptyText: 'Schreiben Sie die erste, oder importieren Sie die, die Sie haben.',
  add: 'Neue Frage',
  addTitle: 'Eine neue Frage',
  save: 'Speichern',
  cancel: 'Abbrechen',
  full: (max: number) => `Der Katalog ist voll: Höchstens ${format.number(max)} sind möglich.`,
  number: (count: number) => `Platz unter allen ${format.number(count)}`,
  placeWrong: (count: number) => `Eine ganze Zahl von 1 bis ${format.number(count)}.`,
  noneFound: 'Keine Frage passt dazu.',
  clearFilter: 'Alle zeigen',
  points: 'Erwartete Punkte',
  forInterviewer: 'Für die Interviewenden',

  template: (number: number) => `Vorlage ${number}`,
  addTemplate: 'Neue Vorlage',
  newTemplateTitle: 'Eine neue Vorlage',
  editTemplateTitle: 'Eine Vorlage bearbeiten',
  saveTemplate: 'Vorlage speichern',
  noTemplatesTitle: 'Noch keine Vorlagen',
  noTemplatesText:
    'Eine Vorlage enthält alles, womit ein Interview beginnt: Abschnitte, Fragen, Kriterien.',
  templateFacts: (sections: number, minutes: number, questions: number, criteria: number) =>
    [
      sections > 0 &&
        `${many(sections, 'Abschnitt', 'Abschnitte')}, ${many(minutes, 'Minute', 'Minuten')}`,
      many(questions, 'Frage', 'Fragen'),
      many(criteria, 'Kriterium', 'Kriterien'),
    ]
      .filter(Boolean)
      .join(' · '),
  use: 'Für ein Interview verwenden',
  criteria: ['Kenntnisse', 'Problemlösung', 'Kommunikation', 'Motivation'],

  import: 'Importieren',
  importTitle: 'Fragen importieren',
  importText:
    'Eine CSV-Datei mit Fragen oder eine JSON-Datei aus „JSON exportieren“. Ihr Inhalt kommt zum Katalog hinzu. Ist auch nur eine Zeile falsch, wird nichts importiert.',
  importFile: 'Datei auswählen',
  importPaste: 'Oder hier einfügen',
  importNow: 'Jetzt importieren',
  importNothing: 'Wählen Sie zuerst eine Datei aus, oder fügen Sie etwas ein.',
  importUnreadable: 'Der Browser konnte die Datei nicht lesen.',
  importErrors: (count: number) =>
    count === 1
      ? 'Nichts wurde importiert: Eine Zeile ist falsch.'
      : `Nichts wurde importiert: ${format.number(count)} Zeilen sind falsch.`,
  importLine: (line: number) => `Zeile ${format.number(line)}`,
  importRefused: 'Nichts wurde importiert.',
  imported: (questions: number, templates: number) =>
    templates === 0
      ? `${many(questions, 'Frage', 'Fragen')} importiert`
      : `${many(questions, 'Frage', 'Fragen')} und ${many(templates, 'Vorlage', 'Vorlagen')} importiert`,
  csvTitle: 'Wie die CSV-Datei aussieht',
  csvText:
    'Die erste Zeile nennt die Spalten; nur „text“ ist nötig. Die Schwierigkeit ist easy, medium oder hard. Punkte sind durch Strichpunkte oder Zeilenumbrüche getrennt.',
  sample: 'Beispiel herunterladen',
  exportCsv: 'CSV exportieren',
  exportJson: 'JSON exportieren',
  exportFailed: 'Der Export ist fehlgeschlagen. Versuchen Sie es noch einmal.',
};

export const startInterview: typeof s = {
  start: 'Interview starten',
  template: 'Vorlage',
  none: 'Keine',
  bankLink: 'Fragenkatalog',
  rateLimited:
    'Gerade wurden von hier zu viele Interviews gestartet. Warten Sie eine Minute und versuchen Sie es noch einmal.',
  templatesMissing: 'Die Vorlagen Ihres Fragenkatalogs konnten nicht geladen werden.',
  recent: 'Letzte Interviews',
  states: { waiting: 'Nicht begonnen', running: 'Läuft', paused: 'Angehalten', ended: 'Beendet' },
  roles: { interviewer: 'Interviewend', candidate: 'Befragt', observer: 'Beobachtend' },
  report: 'Bericht',
  reportOf: (title: string) => `Bericht über ${title}`,
};
