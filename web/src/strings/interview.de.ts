import { scoreLevel } from '../lib/score-level';
import { formats } from './formats';
import type { interview as en } from './interview.en';

const format = formats('de');
const many = (count: number, one: string, more: string) =>
  count === 1 ? `1 ${one}` : `${format.number(count)} ${more}`;
/** „Ana“, „Ana und Ben“, „Ana, Ben und Cleo“. */
const list = new Intl.ListFormat('de');
/** Meanings of 1 to 5 stars. Two points of a score are one star. */
export const scale = ['Schlecht', 'Schwach', 'Solide', 'Gut', 'Sehr gut'];

export const interview: typeof en = {
  title: 'Interview',
  roles: { interviewer: 'Interviewer:in', candidate: 'Kandidat:in', observer: 'Beobachter:in' },
  observing: (names: string[]) =>
    names.length === 1 ? `${names[0]} beobachtet jetzt` : `${list.format(names)} beobachten jetzt`,
  nobodyOnStage: 'Noch ist sonst niemand hier',
  nobodyOnStageText: 'Wer beitritt, erscheint hier.',
  observersRead: 'Beobachter:innen können lesen, aber nicht schreiben.',
  nobodyAtAll: 'Noch ist niemand hier',

  entry: {
    pageTitle: (title: string) => `${title} beitreten`,
    looking: 'Das Interview wird gesucht …',
    you: {
      interviewer: 'Sie sind Interviewer:in.',
      candidate: 'Sie sind Kandidat:in.',
      observer:
        'Sie sind Beobachter:in. Sie sehen und hören zu, und die anderen wissen, dass Sie da sind.',
    },
    states: {
      waiting: 'Es hat noch nicht begonnen.',
      running: 'Es läuft.',
      paused: 'Es ist pausiert.',
      ended: 'Es ist beendet.',
    },
    missingTitle: 'Interview nicht gefunden',
    missingText:
      'Es wurde gelöscht, oder der Link ist falsch. Fragen Sie die Person, die Sie eingeladen hat.',
    noLinkTitle: 'Sie brauchen Ihren Link',
    noLinkText:
      'An einem Interview nehmen alle mit ihrem eigenen Link teil. Öffnen Sie den vollständigen Link, den Sie bekommen haben.',
    invalidTitle: 'Dieser Link gilt nicht',
    invalidText:
      'Er ist abgelaufen, widerrufen oder unvollständig. Bitten Sie die Person, die Sie eingeladen hat, um einen neuen.',
    overTitle: 'Das Interview ist beendet',
    overText: 'Niemand sonst kann teilnehmen. Danke, dass Sie dabei waren.',
    removedTitle: 'Sie sind nicht mehr im Interview',
    removedText:
      'Ihr Link wurde widerrufen, oder Sie wurden entfernt. Falls das ein Versehen war, bitten Sie um einen neuen Link.',
    removedMayReturn: 'Sie wurden entfernt. Mit Ihrem Link können Sie wieder teilnehmen.',
    deletedTitle: 'Das Interview wurde gelöscht',
    deletedText: 'Alles darin ist gelöscht, und die Links gelten nicht mehr.',
  },

  time: 'Interviewzeit',
  states: {
    waiting: 'Nicht gestartet',
    running: 'Läuft',
    paused: 'Pausiert',
    ended: 'Beendet',
  },
  section: (number: number, title: string) => `Abschnitt ${format.number(number)}: ${title}`,
  left: (time: string) => `noch ${time}`,
  over: (time: string) => `+${time} überzogen`,
  endsSoon: (title: string, seconds: number) =>
    seconds >= 60
      ? `„${title}“ endet in ${many(Math.round(seconds / 60), 'Minute', 'Minuten')}`
      : `„${title}“ endet in ${many(seconds, 'Sekunde', 'Sekunden')}`,
  sections: 'Abschnitte',
  minutes: (minutes: number) => `${format.number(minutes)} Min.`,
  noSections: 'Noch keine Abschnitte. Fügen Sie im Plan welche hinzu.',
  now: 'jetzt',
  goHere: 'Abschnitt starten',

  start: 'Starten',
  pause: 'Pausieren',
  resume: 'Fortsetzen',
  end: 'Interview beenden',
  endTitle: 'Interview beenden?',
  endText:
    'Sie können es nicht fortsetzen, und weitere Fragen und Antworten sind nicht möglich. Alle können bleiben, und Sie können weiterhin Notizen schreiben und bewerten.',
  endNow: 'Jetzt beenden',
  notYet: 'Noch nicht',
  isOver: 'Das Interview ist beendet.',
  isOverCandidate: 'Das Interview ist beendet. Vielen Dank. Sie können jederzeit gehen.',
  notBegun: 'Das Interview hat noch nicht begonnen. Die Interviewer:innen starten es.',
  isPaused: 'Das Interview ist pausiert.',

  questions: 'Fragen',
  question: 'Frage',
  ask: 'Frage stellen',
  askEmpty: 'Schreiben Sie zuerst eine Frage.',
  askHint: 'Kandidat:innen sehen sie sofort.',
  askLater: 'Sie können Fragen stellen, sobald das Interview begonnen hat.',
  points: 'Kernpunkte, je Zeile einer',
  pointsHint: 'Bis zu 30 Stichwörter oder kurze Wendungen. Nur Interviewer:innen sehen sie.',
  pointsTooMuch: 'Höchstens 30 Zeilen mit je höchstens 200 Zeichen.',
  planned: (asked: number, all: number) =>
    `Geplant: ${format.number(asked)} von ${format.number(all)} gestellt`,
  nonePlanned: 'Keine geplanten Fragen. Fügen Sie im Plan welche hinzu.',
  askThis: 'Diese Frage stellen',
  expected: 'Kernpunkte:',
  asked: (count: number) => `Gestellt: ${format.number(count)}`,
  noneAsked: 'Noch keine Fragen gestellt.',
  noneAskedCandidate: 'Fragen erscheinen hier, sobald sie gestellt werden.',
  number: (number: number) => `${format.number(number)}.`,
  askedBy: (name: string, time: string) => `gestellt von ${name} bei ${time}`,
  newQuestion: 'Neue Frage',
  noAnswer: 'Noch nichts geschrieben.',
  writing: 'schreibt …',
  notSubmitted: 'nicht abgegeben',
  submittedAt: (at: number) => `abgegeben um ${format.time(at)}`,
  score: 'Ihre Bewertung',
  noScore: 'Keine',
  ofTen: (points: number) => `${format.number(points)} von 10`,
  scoreClosed: 'Ihr Bewertungsbogen ist abgegeben. Ihre Bewertungen sind endgültig.',
  scoreOf: (name: string, points: number) =>
    `${name}: ${format.number(points)} von 10 · ${scale[scoreLevel(points)]}`,
  evaluate: 'Auswerten',

  answer: 'Antwort',
  submit: 'Antwort abgeben',
  submitEmpty: 'Schreiben Sie zuerst eine Antwort.',
  writeHere: 'Diese Antwort bearbeiten',
  earlier: 'Frühere Fragen',
  yourAnswer: 'Ihre Antwort:',
  saving: 'Wird gespeichert …',
  saved: 'Gespeichert',
  notSaved: (why: string) => `Nicht gespeichert: ${why}`,
  notSavedOffline:
    'Sie sind offline. Der Text bleibt in diesem Tab und wird gespeichert, sobald Sie wieder verbunden sind.',

  notes: 'Notizen',
  note: 'Notiz',
  noteHint: 'Alle Interviewer:innen sehen sie, sonst niemand.',
  noteEmpty: 'Schreiben Sie zuerst eine Notiz.',
  about: 'Bezug',
  aboutNothing: 'Das ganze Interview',
  aboutQuestion: (number: number) => `Frage ${format.number(number)}`,
  addNote: 'Notiz hinzufügen',
  noNotes: 'Noch keine Notizen.',
  editNote: 'Bearbeiten',
  editText: 'Text',
  deleteNote: 'Löschen',
  deleteTitle: 'Diese Notiz löschen?',
  deleteText: 'Sie verschwindet für alle und aus dem Bericht.',
  save: 'Speichern',
  cancel: 'Abbrechen',
  keep: 'Behalten',

  scorecard: 'Bewertungsbogen',
  noCriteria: 'Der Plan hat keine Kriterien. Eine Empfehlung können Sie trotzdem geben.',
  stars: (stars: number) => `${format.number(stars)} von 5 · ${scale[stars - 1]}`,
  scale,
  comment: 'Kommentar',
  onlyForYou: 'Nur für Sie',
  onlyForYouHint: 'Das sieht niemand sonst, auch später nicht.',
  recommendation: 'Empfehlung',
  recommendations: {
    strong_no: 'Klares Nein',
    no: 'Nein',
    yes: 'Ja',
    strong_yes: 'Klares Ja',
  },
  noRecommendation: 'Keine Empfehlung',
  notRated: 'Nicht bewertet',
  submitCard: 'Bewertungsbogen abgeben',
  blind:
    'Geben Sie Ihren ab, um die anderen Bewertungsbögen zu sehen. Wer den eigenen abgegeben hat, sieht dann auch Ihren.',
  cardSubmitted: (at: number) =>
    `Abgegeben um ${format.time(at)}. Sie können ihn nicht mehr ändern.`,
  incompleteTitle: 'Unvollständigen Bewertungsbogen abgeben?',
  incomplete: (missing: string[]) =>
    `Es fehlt: ${list.format(missing)}. Nach der Abgabe können Sie ihn nicht mehr ändern.`,
  submitAsItIs: 'Trotzdem abgeben',
  goOnWriting: 'Weiterschreiben',
  cardOf: (name: string) => `Von ${name}`,
  othersWaiting: 'Sonst hat noch niemand einen Bewertungsbogen abgegeben.',

  copyCandidateLink: 'Link für Kandidat:in kopieren',
  candidateLinkCopied: 'Link für Kandidat:in kopiert. Schicken Sie ihn niemandem sonst.',
  report: 'Bericht',
  reportHint: 'Öffnet sich in einem neuen Tab',
  plan: 'Plan',
  links: 'Links',
  editDetails: 'Angaben ändern',
  linksText:
    'Wer einen Link hat, bekommt dessen Rolle. Geben Sie jeder Person einen eigenen, damit Sie ihn einzeln widerrufen können.',
  linksLoading: 'Die Links werden geladen …',
  linkFor: (label: string) => `für ${label}`,
  linkExpires: (at: Date) => `gilt bis ${format.dayAndTime(at)}`,
  linkExpired: 'abgelaufen',
  linkRevoked: 'widerrufen',
  linkOwn: 'Ihrer',
  linkHidden: 'nur die Person, der er gehört, kann ihn kopieren',
  copy: 'Kopieren',
  linkCopied: 'Link kopiert',
  revoke: 'Widerrufen',
  revokeTitle: 'Diesen Link widerrufen?',
  revokeText: 'Wer damit teilnimmt, wird sofort entfernt, und niemand kann mehr damit teilnehmen.',
  revokeNow: 'Jetzt widerrufen',
  newLink: 'Neuer Link',
  linkRole: 'Rolle',
  forWhom: 'Für wen',
  forWhomHint: 'Optional. Nur Interviewer:innen sehen das.',
  copyNow:
    'Schicken Sie diesen Interviewer:innen-Link jetzt. Später lässt er sich nicht kopieren, denn er öffnet die privaten Notizen dieser Person.',
  days: 'Gültig für wie viele Tage',
  daysWrong: 'Geben Sie eine ganze Zahl von 1 bis 365 ein.',
  makeLink: 'Erstellen und kopieren',

  connections: 'Verbindungen',
  alone: 'Sonst ist niemand da.',
  life: {
    new: 'Neu',
    connecting: 'Wird aufgebaut',
    connected: 'Verbunden',
    reconnecting: 'Wird wiederhergestellt',
    failed: 'Fehlgeschlagen',
    closed: 'Geschlossen',
  },
  relayed: 'über einen Relay-Server',
  hasLeft: 'gegangen',
  retry: 'Erneut versuchen',

  failed: {
    not_allowed: 'Ihre Rolle darf das nicht.',
    wrong_state: 'Das ist an dieser Stelle des Interviews nicht möglich.',
    item_not_found: 'Das gibt es nicht mehr.',
    already_submitted: 'Es ist schon abgegeben und lässt sich nicht mehr ändern.',
    limit_reached: 'Sie können nichts mehr hinzufügen. Die Grenze ist erreicht.',
    invalid_payload: 'Der Server hat das nicht angenommen. Prüfen Sie, was Sie geschrieben haben.',
    too_large: 'Das ist zu lang.',
    rate_limited: 'Zu viele Anfragen. Warten Sie einen Moment und versuchen Sie es erneut.',
    storage_unavailable:
      'Der Server kann das gerade nicht speichern. Versuchen Sie es gleich noch einmal.',
    disconnected: 'Sie sind offline. Versuchen Sie es, sobald Sie wieder verbunden sind.',
    not_joined: 'Sie sind offline. Versuchen Sie es, sobald Sie wieder verbunden sind.',
    server_closing: 'Der Server startet neu. Versuchen Sie es gleich noch einmal.',
    unreachable:
      'Der Server antwortet nicht. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.',
    invalid_link: 'Ihr Link gilt nicht mehr.',
    other: 'Auf dem Server ist etwas schiefgegangen. Versuchen Sie es gleich noch einmal.',
  },

  evaluation: {
    points: 'Kernpunkte',
    noPoints: 'Diese Frage hat keine Kernpunkte.',
    found: (found: number, all: number, percent: number) =>
      `${format.number(found)} von ${format.number(all)} gefunden (${format.number(percent)} %)`,
    outcomes: { found: 'gefunden', negated: 'verneint', missing: 'fehlt' },
    machine: 'Von einer Maschine',
    machineScore: (score: number) => `${format.number(score)} von 10`,
    machineNote: (model: string) =>
      `Geschrieben vom Modell ${model}. Es kann sich irren und entscheidet nichts.`,
    running: 'Das Modell schreibt die Einschätzung …',
    strengths: 'Stärken',
    improvements: 'Könnte besser sein',
    failed: {
      busy: 'Der Server ist mit anderen Einschätzungen beschäftigt. Versuchen Sie es gleich noch einmal.',
      unreachable: 'Der Server des Modells ist nicht erreichbar.',
      refused:
        'Der Server des Modells lehnt den Zugangsschlüssel ab. Sagen Sie es den Leuten, die diesen Server betreiben.',
      rate_limited:
        'Das Modell hat zu viele Anfragen bekommen. Versuchen Sie es später noch einmal.',
      failing: 'Der Server des Modells hat einen Fehler gemeldet.',
      timed_out:
        'Das Modell hat zu lange gebraucht. Versuchen Sie es noch einmal oder machen Sie ohne weiter.',
      interrupted:
        'Das Modell hat mittendrin aufgehört. Versuchen Sie es noch einmal oder machen Sie ohne weiter.',
      nonsense:
        'Die Antwort des Modells war unbrauchbar. Versuchen Sie es noch einmal oder machen Sie ohne weiter.',
    },
    failedNote: 'Alles andere funktioniert weiter.',
  },
};
