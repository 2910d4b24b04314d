import { scoreLevel } from '../lib/score-level';
import { formats } from './formats';
import { scale } from './interview.de';
import type { report as en } from './report.en';

const format = formats('de');

export const report: typeof en = {
  pageTitle: (title: string) => `Bericht – ${title}`,
  loading: 'Der Bericht wird geladen …',
  label: 'Interviewbericht',
  back: 'Zurück zum Interview',
  print: 'Drucken oder als PDF speichern',
  json: 'JSON herunterladen',
  markdown: 'Markdown herunterladen',
  refresh: 'Aktualisieren',
  delete: 'Interview löschen',
  downloadFailed: 'Der Download ist fehlgeschlagen. Versuchen Sie es noch einmal.',
  goesOn: 'Das Interview ist noch nicht beendet. So stand es zur unten genannten Zeit.',
  madeAt: (at: Date) => `Stand: ${format.dayAndTime(at)}`,

  states: { waiting: 'Nicht gestartet', running: 'Läuft', paused: 'Pausiert', ended: 'Beendet' },
  state: 'Status',
  started: 'Begonnen',
  ended: 'Beendet',
  at: (at: Date) => format.dayAndTime(at),
  length: 'Dauer',
  sections: 'Abschnitte',
  section: (title: string, minutes: number) => `${title} (${format.number(minutes)} Min.)`,
  people: 'Beteiligte',
  person: (name: string, role: 'interviewer' | 'candidate' | 'observer') =>
    `${name} (${{ interviewer: 'Interviewer:in', candidate: 'Kandidat:in', observer: 'Beobachter:in' }[role]})`,
  nobody: 'Niemand war da.',
  average: 'Durchschnitt',
  averageHint: 'Über alle bewerteten Fragen.',
  ofTen: (value: number) => `${format.tenths(value)} von 10`,
  noScore: 'Noch keine Bewertung',

  questions: 'Fragen und Antworten',
  noQuestions: 'Es wurden keine Fragen gestellt.',
  question: (number: number) => `Frage ${format.number(number)}`,
  askedBy: (name: string, clock: string) => `Gestellt von ${name} bei ${clock}`,
  improvised: 'nicht geplant',
  answer: 'Schriftliche Antwort',
  draft: 'Schriftliche Antwort, nicht abgegeben',
  noAnswer: 'Keine schriftliche Antwort',
  emptyAnswer: 'Ohne Text abgegeben',
  evaluation: 'Auswertung',
  decidesNothing: 'Sie entscheidet nichts. Die Bewertungen geben die Interviewer:innen.',
  forInterviewer: 'Für Interviewer:innen',
  scores: 'Bewertungen',
  score: (name: string, points: number) =>
    `${name}: ${format.number(points)} von 10 · ${scale[scoreLevel(points)]}`,
  notes: 'Notizen',
  otherNotes: 'Notizen ohne Frage',
  noteBy: (name: string, clock: string) => `${name}, bei ${clock}`,

  scorecards: 'Bewertungsbögen',
  noScorecards: 'Noch keine Bewertungsbögen.',
  withheld: (count: number) =>
    count === 1
      ? 'Ein weiterer erscheint, sobald Sie Ihren abgegeben haben.'
      : `${format.number(count)} weitere erscheinen, sobald Sie Ihren abgegeben haben.`,
  yours: 'Ihrer',
  notSubmitted: 'nicht abgegeben',
  stars: (stars: number) => `${format.number(stars)} von 5 · ${scale[stars - 1]}`,
  notRated: 'nicht bewertet',
  goneCriterion: 'Ein Kriterium, das nicht mehr im Plan steht',
  recommendation: 'Empfehlung',
  recommendations: {
    strong_no: 'Klares Nein',
    no: 'Nein',
    yes: 'Ja',
    strong_yes: 'Klares Ja',
  },
  onlyForYou: 'Nur für Sie',

  timeline: 'Verlauf',
  noTimeline: 'Noch ist nichts passiert.',
  clock: 'Interviewzeit',
  time: 'Uhrzeit',
  what: 'Ereignis',
  timeOf: (at: Date) => format.time(at.getTime()),
  happenings: {
    arrived: (person: string) => `${person} ist beigetreten`,
    left: (person: string) => `${person} hat das Interview verlassen`,
    started: 'Das Interview wurde gestartet',
    paused: 'Pausiert',
    resumed: 'Fortgesetzt',
    ended: 'Das Interview wurde beendet',
    section_entered: (title: string) => `Abschnitt „${title}“`,
    question_asked: (number: number) => `Frage ${format.number(number)} wurde gestellt`,
    answer_submitted: (number: number) =>
      `Die Antwort auf Frage ${format.number(number)} wurde abgegeben`,
  },
  goneSection: 'der nicht mehr im Plan steht',

  deleteTitle: 'Interview löschen?',
  deleteText:
    'Das löscht alles, für alle und endgültig: Fragen, Antworten, Auswertungen, Notizen, Bewertungen, Bewertungsbögen, Chat, Verlauf, diesen Bericht und alle Links. Wer noch im Interview ist, muss gehen. Der Fragenkatalog bleibt.',
  deleteNow: 'Alles löschen',
  keep: 'Behalten',
  deleted: 'Das Interview und alles darin wurden gelöscht.',
  deleteFailed: 'Das Interview wurde nicht gelöscht.',

  failedTitle: 'Der Bericht kann nicht angezeigt werden',
  failed: {
    noLink: 'Öffnen Sie in diesem Browser Ihren Interview-Link und kommen Sie dann zurück.',
    invalidLink:
      'Ihr Link gilt nicht mehr. Er ist abgelaufen oder wurde widerrufen. Bitten Sie Interviewer:innen um einen neuen.',
    notAllowed: 'Nur Interviewer:innen können den Bericht sehen.',
    notFound: 'Interview nicht gefunden. Vielleicht wurde es gelöscht.',
    unreachable:
      'Der Server antwortet nicht. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.',
    rateLimited:
      'Zu viele Anfragen aus Ihrem Netzwerk. Warten Sie eine Minute und versuchen Sie es noch einmal.',
    server: 'Auf dem Server ist etwas schiefgegangen. Versuchen Sie es gleich noch einmal.',
  },
};
