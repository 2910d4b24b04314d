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

const lists = {
  questions: 'Fragen',
  templates: 'Vorlagen',
  points: 'Kernpunkte',
  sections: 'Abschnitte',
  criteria: 'Kriterien',
};

export const plan: typeof p = {
  title: 'Titel des Interviews',
  titleHint: 'Wird allen im Interview angezeigt.',
  sections: 'Abschnitte',
  sectionsHint: 'Die Teile des Interviews und ihre Dauer. Werden allen im Interview angezeigt.',
  section: (number: number) => `Abschnitt ${number}`,
  addSection: 'Abschnitt hinzufügen',
  itemTitle: 'Titel',
  minutes: 'Minuten',
  total: (minutes: number) => `${many(minutes, 'Minute', 'Minuten')} insgesamt`,
  questions: 'Geplante Fragen',
  questionsHint: 'Kandidat:innen sehen nur Text und Minuten, und erst, wenn Sie die Frage stellen.',
  question: (number: number) => `Frage ${number}`,
  addQuestion: 'Frage hinzufügen',
  criteria: 'Kriterien',
  criteriaHint: 'Interviewer:innen bewerten jedes davon mit einem bis fünf Sternen.',
  criterion: (number: number) => `Kriterium ${number}`,
  addCriterion: 'Kriterium hinzufügen',
  rubric: 'Was die Sterne bedeuten',
  rubricHint: 'Zum Beispiel: 1 Stern: braucht Hilfe bei den Grundlagen. 5 Sterne: kann es lehren.',
  full: (max: number) => `Höchstens ${format.number(max)} sind möglich.`,
  save: 'Speichern',
  cancel: 'Abbrechen',
  notSaved: 'Ihre Änderungen wurden nicht gespeichert.',
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
  text: 'Fragetext',
  textHint: 'Wird Kandidat:innen angezeigt.',
  category: 'Kategorie',
  categoryHint: 'Zum Beispiel „Datenbanken“.',
  difficulty: 'Schwierigkeit',
  difficulties: { easy: 'Leicht', medium: 'Mittel', hard: 'Schwer' },
  noDifficulty: 'Keine Angabe',
  minutes: 'Minuten',
  minutesHint: 'Wird Kandidat:innen angezeigt.',
  points: 'Kernpunkte, je Zeile einer',
  pointsHint: 'Stichwörter oder kurze Wendungen. Nur Interviewer:innen sehen sie.',
  notes: 'Für Interviewer:innen',
  notesHint: 'Nur Interviewer:innen sehen das.',
  inMinutes: (minutes: number) => `${format.number(minutes)} Min.`,
  pointCount: (count: number) => many(count, 'Kernpunkt', 'Kernpunkte'),
  untitled: 'Noch ohne Text',
  fault: {
    empty: 'Bitte ausfüllen.',
    tooLong: (count: number, max: number) =>
      `Höchstens ${format.number(max)} Zeichen. Dieser Text hat ${format.number(count)}.`,
    minutes: 'Geben Sie eine ganze Zahl von 1 bis 1.440 ein.',
    tooManyPoints: (count: number, max: number) => `Höchstens ${max} Kernpunkte. Es sind ${count}.`,
    pointTooLong: (point: number, max: number) =>
      `Kernpunkt ${point} ist zu lang. Höchstens ${max} Zeichen.`,
  },
};

export const picker: typeof pi = {
  open: 'Aus dem Fragenkatalog hinzufügen',
  title: 'Aus dem Fragenkatalog hinzufügen',
  search: 'Im Fragenkatalog suchen',
  anyCategory: 'Jede Kategorie',
  anyDifficulty: 'Jede Schwierigkeit',
  shown: (found: number, all: number) =>
    found === all
      ? many(all, 'Frage', 'Fragen')
      : `${format.number(found)} von ${many(all, 'Frage', 'Fragen')}`,
  none: 'Keine passenden Fragen.',
  more: (count: number) => `${format.number(count)} weitere zeigen`,
  take: (count: number) =>
    count === 0 ? 'Hinzufügen' : `${many(count, 'Frage', 'Fragen')} hinzufügen`,
  tooMany: (room: number) => `Sie können noch ${format.number(room)} hinzufügen.`,
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

  place: 'Zugriff und Teilen',
  placeText:
    'Der Katalog ist auf diesem Server gespeichert, und dieser Browser hat den Schlüssel dazu. Wer den Link hat, kann alles lesen und ändern. Teilen Sie den Link mit Kolleg:innen oder öffnen Sie ihn in einem anderen Browser.',
  placeNone: 'Der Katalog entsteht, wenn Sie zum ersten Mal etwas speichern.',
  notRemembered:
    'Dieser Browser vergisst den Schlüssel, wenn Sie die Seite schließen. Kopieren Sie den Link, damit Sie den Katalog wieder öffnen können.',
  copyLink: 'Link zu diesem Katalog kopieren',
  linkCopied: 'Link kopiert. Wer ihn hat, kann den Katalog ändern.',
  others: 'Andere Kataloge in diesem Browser',
  switchTo: (id: string) => `Zu ${id} wechseln`,
  switched: 'Sie verwenden jetzt den anderen Katalog.',

  offerTitle: 'Sie haben den Link zu einem Fragenkatalog geöffnet',
  offerText:
    'Verwenden Sie ihn in diesem Browser und bearbeiten Sie ihn gemeinsam mit allen, die den Link haben.',
  offerOther:
    'Dieser Browser hat einen anderen Katalog. Er geht nicht verloren: Unter „Zugriff und Teilen“ können Sie zurückwechseln.',
  offerUse: 'Diesen Katalog verwenden',
  offerKeep: 'Meinen behalten',
  offerDecline: 'Jetzt nicht',

  saving: 'Wird gespeichert …',
  saved: 'Alle Änderungen gespeichert',
  unsaved: 'Noch nicht gespeichert',
  failedTitle: 'Ihre Änderungen sind noch nicht gespeichert',
  failed: {
    unreachable:
      'Der Server antwortet nicht. Ihre Änderungen sind noch da. Versuchen Sie es noch einmal.',
    rate_limited:
      'Zu viele Anfragen aus Ihrem Netzwerk. Warten Sie eine Minute und versuchen Sie es noch einmal.',
    server:
      'Auf dem Server ist etwas schiefgegangen. Ihre Änderungen sind noch da. Versuchen Sie es gleich noch einmal.',
    not_found: 'Der Katalog ist nicht mehr auf dem Server.',
    refused: 'Der Server hat das nicht angenommen.',
  },
  tooLarge: 'Der Katalog ist zu groß. Löschen Sie einige Fragen oder Vorlagen.',
  conflictTitle: 'Der Katalog wurde anderswo geändert',
  conflictText: (questions: number, templates: number) =>
    `Die neuere Fassung hat ${many(questions, 'Frage', 'Fragen')} und ${many(templates, 'Vorlage', 'Vorlagen')}. Ihre Änderungen hier sind nicht gespeichert. Sie können nur eine der beiden Fassungen behalten.`,
  loadNewer: 'Neuere Fassung laden',
  keepMine: 'Meine Fassung behalten',
  loadFailed: 'Der Fragenkatalog konnte nicht geladen werden',
  goneText:
    'Diesen Katalog gibt es nicht mehr, oder sein Link gilt nicht mehr. Sie können mit einem leeren beginnen.',
  forget: 'Neuen Katalog beginnen',

  emptyTitle: 'Noch keine Fragen',
  emptyText: 'Schreiben Sie die erste oder importieren Sie vorhandene Fragen.',
  add: 'Neue Frage',
  addTitle: 'Neue Frage',
  save: 'Speichern',
  cancel: 'Abbrechen',
  full: (max: number) => `Der Katalog ist voll. Höchstens ${format.number(max)} sind möglich.`,
  number: (count: number) => `Position, 1 bis ${format.number(count)}`,
  placeWrong: (count: number) => `Geben Sie eine ganze Zahl von 1 bis ${format.number(count)} ein.`,
  noneFound: 'Keine passenden Fragen.',
  clearFilter: 'Alle zeigen',
  points: 'Kernpunkte',
  forInterviewer: 'Für Interviewer:innen',

  template: (number: number) => `Vorlage ${number}`,
  addTemplate: 'Neue Vorlage',
  newTemplateTitle: 'Neue Vorlage',
  editTemplateTitle: 'Vorlage bearbeiten',
  saveTemplate: 'Vorlage speichern',
  noTemplatesTitle: 'Noch keine Vorlagen',
  noTemplatesText:
    'Eine Vorlage enthält alles, womit ein Interview beginnt: Abschnitte, Fragen und Kriterien.',
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
    'Wählen Sie eine CSV-Datei mit Fragen oder eine JSON-Datei aus „JSON exportieren“. Ihr Inhalt kommt zum Katalog hinzu. Hat eine Zeile einen Fehler, wird nichts importiert.',
  importFile: 'Datei auswählen',
  importPaste: 'Oder hier einfügen',
  importNow: 'Jetzt importieren',
  importNothing: 'Wählen Sie zuerst eine Datei aus oder fügen Sie etwas ein.',
  importUnreadable: 'Die Datei konnte nicht gelesen werden.',
  importErrors: (count: number) =>
    count === 1
      ? 'Nichts wird importiert: Eine Zeile hat einen Fehler.'
      : `Nichts wird importiert: ${format.number(count)} Zeilen haben Fehler.`,
  importLine: (line: number) => `Zeile ${format.number(line)}`,
  importRefused: 'Nichts wird importiert.',
  importFaults: {
    syntax: 'Der Text ist ab hier kein gültiges CSV oder JSON.',
    no_text_column: 'Die erste Zeile muss die Spalten nennen, und eine davon muss „text“ heißen.',
    unknown_column: (column: string) =>
      `Es gibt keine Spalte „${column}“. Möglich sind text, category, difficulty, minutes, points und notes.`,
    repeated_column: (column: string) => `Die Spalte „${column}“ kommt zweimal vor.`,
    too_many_cells: (cells: number, columns: number) =>
      `Diese Zeile hat ${many(cells, 'Zelle', 'Zellen')}. Die erste Zeile nennt ${many(columns, 'Spalte', 'Spalten')}.`,
    empty: 'Ein erforderlicher Text fehlt.',
    empty_column: (column: string) => `Der Text in „${column}“ fehlt.`,
    too_long: (max: number) => `Ein Text ist zu lang. Höchstens ${format.number(max)} Zeichen.`,
    too_long_column: (column: string, max: number) =>
      `Der Text in „${column}“ ist zu lang. Höchstens ${format.number(max)} Zeichen.`,
    difficulty: (value: string) =>
      `„${value}“ ist keine Schwierigkeit. Möglich sind easy, medium und hard.`,
    minutes: 'Minuten müssen eine ganze Zahl von 1 bis 1.440 sein.',
    minutes_value: (value: string) =>
      `„${value}“ ist keine gültige Dauer. Minuten müssen eine ganze Zahl von 1 bis 1.440 sein.`,
    too_many: (list: keyof typeof lists, max: number) =>
      `Es sind zu viele ${lists[list]}. Höchstens ${format.number(max)} sind möglich.`,
    same_id: (list: keyof typeof lists) => `Zwei ${lists[list]} haben dieselbe ID.`,
    missing_field: (field: string) => `Das Feld „${field}“ fehlt.`,
    unknown_field: (field: string) => `Ein Feld „${field}“ gibt es nicht.`,
    wrong_type: 'Ein Wert hat den falschen Typ.',
    bank_too_large: (megabytes: number) =>
      `Mit diesem Import wäre der Katalog zu groß. Er kann höchstens ${format.number(megabytes)} MB haben.`,
  },
  importTooLarge: 'Die Datei ist zu groß.',
  imported: (questions: number, templates: number) =>
    templates === 0
      ? `${many(questions, 'Frage', 'Fragen')} importiert`
      : `${many(questions, 'Frage', 'Fragen')} und ${many(templates, 'Vorlage', 'Vorlagen')} importiert`,
  csvTitle: 'CSV-Format',
  csvText:
    'Die erste Zeile nennt die Spalten. Nur „text“ ist nötig. Die Schwierigkeit ist easy, medium oder hard. Trennen Sie Kernpunkte mit Semikolons oder Zeilenumbrüchen.',
  sample: 'Beispiel herunterladen',
  exportCsv: 'CSV exportieren',
  exportJson: 'JSON exportieren',
  exportFailed: 'Der Export ist fehlgeschlagen. Versuchen Sie es noch einmal.',
};

export const startInterview: typeof s = {
  start: 'Interview starten',
  bankLink: 'Fragenkatalog',
  recent: 'Letzte Interviews',
  states: { waiting: 'Nicht gestartet', running: 'Läuft', paused: 'Pausiert', ended: 'Beendet' },
  roles: { interviewer: 'Interviewer:in', candidate: 'Kandidat:in', observer: 'Beobachter:in' },
  with: (title: string, candidate: string) => `${title} – ${candidate}`,
  at: (at: Date) => format.dayAndTime(at),
  report: 'Bericht',
  reportOf: (title: string) => `Bericht zu ${title}`,
};
