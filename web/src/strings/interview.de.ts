import { formats } from './formats';
import type { interview as en } from './interview.en';

const format = formats('de');
const many = (count: number, one: string, more: string) =>
  count === 1 ? `1 ${one}` : `${format.number(count)} ${more}`;
/** „Ana“, „Ana und Ben“, „Ana, Ben und Cleo“. */
const list = new Intl.ListFormat('de');

export const interview: typeof en = {
  title: 'Interview',
  roles: { interviewer: 'Interviewend', candidate: 'Befragt', observer: 'Beobachtend' },
  observing: (names: string[]) =>
    names.length === 1
      ? `${names[0]} ist zum Beobachten gekommen`
      : `${list.format(names)} sind zum Beobachten gekommen`,
  nobodyOnStage: 'Hier ist noch niemand sonst zu sehen',
  nobodyOnStageText: 'Wer beitritt, erscheint hier.',
  observersRead: 'Beobachtende lesen mit und schreiben nicht.',
  nobodyAtAll: 'Hier ist noch niemand zu sehen',

  entry: {
    pageTitle: (title: string) => `${title} beitreten`,
    looking: 'Das Interview wird gesucht …',
    you: {
      interviewer: 'Sie gehören zu den Interviewenden.',
      candidate: 'Sie sind in diesem Interview die befragte Person.',
      observer: 'Sie beobachten: Sie sehen und hören, und die anderen wissen, dass Sie da sind.',
    },
    states: {
      waiting: 'Es hat noch nicht begonnen.',
      running: 'Es läuft.',
      paused: 'Es ist unterbrochen.',
      ended: 'Es ist zu Ende.',
    },
    missingTitle: 'Dieses Interview gibt es nicht',
    missingText:
      'Es wurde gelöscht, oder im Link ist ein Fehler. Fragen Sie die Person, die Sie eingeladen hat.',
    noLinkTitle: 'Sie brauchen Ihren Link',
    noLinkText:
      'An einem Interview nehmen alle mit ihrem eigenen Link teil. Öffnen Sie den vollständigen Link, den Sie bekommen haben.',
    invalidTitle: 'Dieser Link gilt nicht',
    invalidText:
      'Er ist abgelaufen, wurde widerrufen, oder ein Teil fehlt. Bitten Sie die Person, die Sie eingeladen hat, um einen neuen.',
    overTitle: 'Das Interview ist zu Ende',
    overText: 'Niemand Neues kommt mehr herein. Danke, dass Sie gekommen sind.',
    removedTitle: 'Sie sind nicht mehr im Interview',
    removedText:
      'Ihr Link wurde widerrufen, oder Sie wurden entfernt. Falls das ein Versehen war, bitten Sie um einen neuen Link.',
    removedMayReturn: 'Sie wurden entfernt. Über Ihren Link können Sie wieder hereinkommen.',
    deletedTitle: 'Das Interview wurde gelöscht',
    deletedText: 'Nichts davon ist mehr da, und die Links gelten nicht mehr.',
  },

  time: 'Zeit des Interviews',
  states: {
    waiting: 'Nicht begonnen',
    running: 'Läuft',
    paused: 'Unterbrochen',
    ended: 'Zu Ende',
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
  noSections: 'Es gibt keine Abschnitte.',
  now: 'jetzt',
  goHere: 'Hierher',

  jump: 'Im Bereich',

  start: 'Starten',
  pause: 'Unterbrechen',
  resume: 'Fortsetzen',
  end: 'Interview beenden',
  endTitle: 'Ist das Interview zu Ende?',
  endText:
    'Danach geht es nicht weiter: Es gibt keine Fragen und Antworten mehr. Alle bleiben, bis sie gehen, und Sie können weiter Notizen schreiben und bewerten.',
  endNow: 'Jetzt beenden',
  notYet: 'Noch nicht',
  isOver: 'Das Interview ist zu Ende.',
  isOverCandidate: 'Das Interview ist zu Ende. Danke. Sie können jederzeit gehen.',
  notBegun: 'Das Interview hat noch nicht begonnen. Die Interviewenden starten es.',
  isPaused: 'Das Interview ist unterbrochen.',

  questions: 'Fragen',
  question: 'Frage',
  ask: 'Frage stellen',
  askEmpty: 'Schreiben Sie, was Sie fragen möchten.',
  askHint: 'Die befragte Person sieht sie sofort.',
  askLater: 'Fragen stellen Sie, sobald das Interview begonnen hat.',
  points: 'Was eine gute Erwiderung enthält, je Zeile eines',
  pointsHint: 'Nur Interviewende sehen das. Bis zu 30 Stichwörter oder kurze Wendungen.',
  pointsTooMuch: 'Höchstens 30 Zeilen mit je höchstens 200 Zeichen.',
  planned: (asked: number, all: number) =>
    `Geplant: ${format.number(asked)} von ${format.number(all)} gestellt`,
  nonePlanned: 'Es sind keine Fragen geplant. Sie können welche in den Plan aufnehmen.',
  askThis: 'Diese stellen',
  expected: 'Erwartet:',
  asked: (count: number) => `Gestellt: ${format.number(count)}`,
  noneAsked: 'Es wurde noch nichts gefragt.',
  noneAskedCandidate: 'Fragen erscheinen hier, sobald sie gestellt werden.',
  number: (number: number) => `${format.number(number)}.`,
  askedBy: (name: string, time: string) => `gestellt von ${name} bei ${time}`,
  newQuestion: 'Eine neue Frage wurde gestellt',
  noAnswer: 'Noch nichts geschrieben.',
  writing: 'wird geschrieben',
  notSubmitted: 'nicht abgegeben',
  submittedAt: (at: number) => `abgegeben um ${format.time(at)}`,
  score: 'Ihre Punkte',
  noScore: 'Keine',
  ofTen: (points: number) => `${format.number(points)} von 10`,
  scoreClosed: 'Ihr Bewertungsbogen ist abgegeben: Die Punkte bleiben, wie sie sind.',
  scoreOf: (name: string, points: number) => `${name}: ${format.number(points)} von 10`,
  evaluate: 'Auswerten',

  answer: 'Antwort',
  submit: 'Antwort abgeben',
  submitEmpty: 'Schreiben Sie zuerst etwas.',
  writeHere: 'Hier schreiben',
  earlier: 'Früher',
  yourAnswer: 'Sie schrieben:',
  saving: 'Wird gespeichert …',
  saved: 'Gespeichert',
  notSaved: (why: string) => `Nicht gespeichert: ${why}`,
  notSavedOffline:
    'keine Verbindung. Es bleibt in diesem Tab und wird gesendet, sobald Sie wieder verbunden sind.',

  notes: 'Notizen',
  note: 'Notiz',
  noteHint: 'Alle Interviewenden sehen sie, sonst niemand.',
  noteEmpty: 'Schreiben Sie zuerst etwas.',
  about: 'Wozu',
  aboutNothing: 'Zum ganzen Interview',
  aboutQuestion: (number: number) => `Frage ${format.number(number)}`,
  addNote: 'Hinzufügen',
  noNotes: 'Noch nichts notiert.',
  editNote: 'Ändern',
  editText: 'Wortlaut',
  deleteNote: 'Löschen',
  deleteTitle: 'Diese Notiz löschen?',
  deleteText: 'Sie verschwindet für alle, auch aus dem Bericht.',
  save: 'Speichern',
  cancel: 'Abbrechen',
  keep: 'Behalten',

  scorecard: 'Bewertungsbogen',
  noCriteria: 'Der Plan hat keine Kriterien. Empfehlen können Sie trotzdem.',
  stars: (stars: number) => `${format.number(stars)} von 5`,
  scale: ['Ungenügend', 'Schwach', 'Solide', 'Gut', 'Hervorragend'],
  comment: 'Bemerkung',
  onlyForYou: 'Nur für Sie',
  onlyForYouHint: 'Das sieht sonst niemand, auch später nicht.',
  recommendation: 'Empfehlung',
  recommendations: {
    strong_no: 'Auf keinen Fall',
    no: 'Eher nein',
    yes: 'Eher ja',
    strong_yes: 'Unbedingt',
  },
  noRecommendation: 'Keine Empfehlung',
  notRated: 'Nicht bewertet',
  submitCard: 'Bewertungsbogen abgeben',
  blind:
    'Die Bewertungsbögen der anderen sehen Sie, sobald Sie Ihren abgegeben haben, und die anderen dann auch Ihren.',
  cardSubmitted: (at: number) =>
    `Abgegeben um ${format.time(at)}. Sie können ihn nicht mehr ändern.`,
  incompleteTitle: 'Unvollständig abgeben?',
  incomplete: (missing: string[]) =>
    `Es fehlt: ${list.format(missing)}. Nach der Abgabe können Sie ihn nicht mehr ändern.`,
  submitAsItIs: 'So abgeben',
  goOnWriting: 'Weiter schreiben',
  cardOf: (name: string) => `Von ${name}`,
  othersWaiting: 'Sonst hat noch niemand abgegeben.',

  copyCandidateLink: 'Link für die befragte Person kopieren',
  candidateLinkCopied: 'Der Link ist kopiert. Schicken Sie ihn niemandem sonst.',
  report: 'Bericht',
  reportHint: 'Öffnet sich in einem neuen Tab',
  plan: 'Plan',
  links: 'Links',
  linksText:
    'Wer einen Link hat, hat dessen Rolle. Geben Sie jeder Person einen eigenen: Er lässt sich widerrufen, ohne die anderen zu stören.',
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
  revokeText:
    'Wer mit ihm beigetreten ist, muss sofort gehen, und niemand kann mehr mit ihm beitreten.',
  revokeNow: 'Jetzt widerrufen',
  newLink: 'Neuer Link',
  linkRole: 'Rolle',
  forWhom: 'Für wen',
  forWhomHint: 'Freiwillig. Nur Interviewende sehen das.',
  copyNow:
    'Für Interviewende: Schicken Sie den Link jetzt. Später lässt er sich hier nicht kopieren, denn er öffnet, was die Person schreibt.',
  days: 'Wie viele Tage er gilt',
  daysWrong: 'Eine ganze Zahl von 1 bis 365.',
  makeLink: 'Erstellen und kopieren',

  connections: 'Verbindungen',
  alone: 'Sonst ist niemand da.',
  life: {
    new: 'Neu',
    connecting: 'Wird aufgebaut',
    connected: 'Verbunden',
    reconnecting: 'Wird wiederhergestellt',
    failed: 'Gescheitert',
    closed: 'Geschlossen',
  },
  relayed: 'über das Relay',
  hasLeft: 'gegangen',
  retry: 'Noch einmal',

  failed: {
    not_allowed: 'Ihre Rolle darf das nicht.',
    wrong_state: 'In diesem Stand des Interviews ist das nicht möglich.',
    item_not_found: 'Das ist nicht mehr da.',
    already_submitted: 'Es ist schon abgegeben und ändert sich nicht mehr.',
    limit_reached: 'Mehr können Sie nicht hinzufügen: Die Grenze ist erreicht.',
    invalid_payload: 'Der Server hat das nicht angenommen. Prüfen Sie, was Sie geschrieben haben.',
    too_large: 'Das ist zu lang.',
    rate_limited: 'Zu viel auf einmal. Warten Sie einen Augenblick.',
    storage_unavailable:
      'Der Server kann das gerade nicht speichern. Versuchen Sie es gleich noch einmal.',
    disconnected: 'Keine Verbindung zum Server. Versuchen Sie es, sobald Sie verbunden sind.',
    not_joined: 'Keine Verbindung zum Server. Versuchen Sie es, sobald Sie verbunden sind.',
    server_closing: 'Der Server startet neu. Versuchen Sie es gleich noch einmal.',
    unreachable: 'Der Server antwortet nicht. Prüfen Sie Ihre Verbindung.',
    invalid_link: 'Ihr Link gilt nicht mehr.',
    other: 'Der Server hat ein Problem. Versuchen Sie es gleich noch einmal.',
  },

  evaluation: {
    points: 'Erwartete Punkte',
    noPoints: 'Zu dieser Frage werden keine Punkte erwartet.',
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
      not_configured: 'Auf diesem Server ist kein Modell eingerichtet.',
      busy: 'Der Server ist mit anderen Einschätzungen beschäftigt. Fragen Sie gleich noch einmal.',
      unreachable: 'Der Server des Modells ist nicht erreichbar.',
      refused:
        'Der Server des Modells lehnt den Schlüssel ab. Sagen Sie es den Leuten, die diesen Server betreiben.',
      rate_limited: 'Das Modell wurde zu oft gefragt. Fragen Sie später noch einmal.',
      failing: 'Der Server des Modells hat einen Fehler gemeldet.',
      timed_out: 'Das Modell hat zu lange gebraucht. Fragen Sie noch einmal, oder verzichten Sie.',
      interrupted:
        'Das Modell hat mittendrin aufgehört. Fragen Sie noch einmal, oder verzichten Sie.',
      nonsense:
        'Was das Modell schrieb, ist keine Einschätzung. Fragen Sie noch einmal, oder verzichten Sie.',
    },
    failedNote: 'Alles andere funktioniert weiter.',
  },
};
