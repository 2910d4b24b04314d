import { formats } from './formats';
import type { report as en } from './report.en';

const format = formats('de');

export const report: typeof en = {
  pageTitle: (title: string) => `Bericht – ${title}`,
  loading: 'Der Bericht wird geladen …',
  label: 'Bericht über ein Interview',
  back: 'Zum Interview',
  print: 'Drucken oder als PDF speichern',
  json: 'JSON herunterladen',
  markdown: 'Markdown herunterladen',
  refresh: 'Aktualisieren',
  delete: 'Interview löschen',
  downloadFailed: 'Der Download ist fehlgeschlagen. Versuchen Sie es noch einmal.',
  goesOn: 'Das Interview ist nicht beendet. So stand es zu der unten genannten Zeit.',
  madeAt: (at: Date) => `Stand: ${format.dayAndTime(at)}`,

  states: { waiting: 'Nicht begonnen', running: 'Läuft', paused: 'Angehalten', ended: 'Beendet' },
  state: 'Zustand',
  started: 'Begonnen',
  ended: 'Beendet',
  at: (at: Date) => format.dayAndTime(at),
  length: 'Dauer',
  sections: 'Abschnitte',
  section: (title: string, minutes: number) => `${title} (${format.number(minutes)} Min.)`,
  people: 'Beteiligte',
  person: (name: string, role: 'interviewer' | 'candidate' | 'observer') =>
    `${name} (${{ interviewer: 'interviewend', candidate: 'befragt', observer: 'beobachtend' }[role]})`,
  nobody: 'Niemand war da.',
  average: 'Durchschnitt',
  averageHint: 'Über die Fragen, die eine Wertung haben.',
  ofTen: (value: number) => `${format.tenths(value)} von 10`,
  noScore: 'Noch keine Wertung',

  questions: 'Fragen und Antworten',
  noQuestions: 'Es wurde keine Frage gestellt.',
  question: (number: number) => `Frage ${format.number(number)}`,
  askedBy: (name: string, clock: string) => `Gestellt von ${name} bei ${clock}`,
  improvised: 'nicht geplant',
  answer: 'Schriftliche Antwort',
  draft: 'Schriftliche Antwort, nicht abgegeben',
  noAnswer: 'Keine schriftliche Antwort',
  emptyAnswer: 'Ohne Text abgegeben',
  evaluation: 'Auswertung',
  decidesNothing: 'Sie entscheidet nichts; die Wertungen sind die der Interviewenden.',
  forInterviewer: 'Für die Interviewenden',
  scores: 'Wertungen',
  score: (name: string, points: number) => `${name}: ${format.number(points)} von 10`,
  notes: 'Notizen',
  otherNotes: 'Notizen ohne Frage',
  noteBy: (name: string, clock: string) => `${name}, bei ${clock}`,

  scorecards: 'Bewertungsbögen',
  noScorecards: 'Niemand hat einen Bewertungsbogen ausgefüllt.',
  withheld: (count: number) =>
    count === 1
      ? 'Ein weiterer wird gezeigt, sobald Sie Ihren abgegeben haben.'
      : `${format.number(count)} weitere werden gezeigt, sobald Sie Ihren abgegeben haben.`,
  yours: 'Ihrer',
  notSubmitted: 'nicht abgegeben',
  stars: (stars: number) => `${format.number(stars)} von 5`,
  notRated: 'nicht beurteilt',
  goneCriterion: 'Ein Kriterium, das nicht mehr im Plan steht',
  recommendation: 'Empfehlung',
  recommendations: {
    strong_no: 'Keinesfalls',
    no: 'Eher nicht',
    yes: 'Eher ja',
    strong_yes: 'Unbedingt',
  },
  onlyForYou: 'Nur für Sie',

  timeline: 'Verlauf',
  noTimeline: 'Noch ist nichts geschehen.',
  clock: 'Interviewzeit',
  time: 'Uhrzeit',
  what: 'Was geschah',
  timeOf: (at: Date) => format.time(at.getTime()),
  happenings: {
    arrived: (person: string) => `${person} kam dazu`,
    left: (person: string) => `${person} ging`,
    started: 'Das Interview begann',
    paused: 'Angehalten',
    resumed: 'Fortgesetzt',
    ended: 'Das Interview endete',
    section_entered: (title: string) => `Abschnitt „${title}“`,
    question_asked: (number: number) => `Frage ${format.number(number)} wurde gestellt`,
    answer_submitted: (number: number) =>
      `Die Antwort auf Frage ${format.number(number)} wurde abgegeben`,
  },
  goneSection: 'der nicht mehr im Plan steht',

  deleteTitle: 'Interview löschen?',
  deleteText:
    'Dies löscht alles, für alle und endgültig: Fragen, Antworten, Auswertungen, Notizen, Wertungen, Bewertungsbögen, Chat, Verlauf, dieser Bericht und alle Links. Wer noch darin ist, muss gehen. Der Fragenkatalog bleibt.',
  deleteNow: 'Alles löschen',
  keep: 'Behalten',
  deleted: 'Das Interview und alles darin wurde gelöscht.',
  deleteFailed: 'Es wurde nicht gelöscht.',

  failedTitle: 'Der Bericht kann nicht gezeigt werden',
  failed: {
    noLink:
      'Öffnen Sie in diesem Browser den Link zum Interview, den Sie bekommen haben, und kommen Sie dann zurück.',
    invalidLink:
      'Ihr Link gilt nicht mehr: Er ist abgelaufen oder wurde widerrufen. Bitten Sie Interviewende um einen anderen.',
    notAllowed: 'Der Bericht ist nur für Interviewende.',
    notFound: 'Dieses Interview gibt es nicht. Vielleicht wurde es gelöscht.',
    unreachable:
      'Der Server antwortet nicht. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.',
    rateLimited:
      'Gerade kamen zu viele Anfragen von hier. Warten Sie eine Minute und versuchen Sie es noch einmal.',
    server: 'Der Server hat ein Problem. Versuchen Sie es gleich noch einmal.',
  },
};
