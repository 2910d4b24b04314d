import { formats } from './formats';
import type { interviewSetup as en } from './setup.en';

const format = formats('de');
const many = (count: number, one: string, more: string) =>
  count === 1 ? `1 ${one}` : `${format.number(count)} ${more}`;

/** Die Seite, die ein Interview vorbereitet, auf Deutsch; ein Teil von `de.ts`. */
export const interviewSetup: typeof en = {
  pageTitle: 'Neues Interview',
  sentence: 'Worum geht es, und wer kommt? Für jede Person erhalten Sie einen Link.',
  title: 'Titel',
  titleHint: 'Alle im Interview sehen ihn.',
  titleEmpty: 'Geben Sie dem Interview einen Titel.',
  tooLong: 'Höchstens 120 Zeichen.',
  candidate: 'Kandidat:in',
  candidateHint: 'Optional. Nur Interviewer:innen sehen das.',
  date: 'Datum und Uhrzeit',
  dateHint: 'Optional. Für eine Kalenderdatei nötig.',
  dateWrong: 'Geben Sie ein Datum und eine Uhrzeit ein.',
  minutes: 'Dauer in Minuten',
  minutesWrong: 'Geben Sie eine ganze Zahl von 1 bis 1.440 ein.',
  start: 'Fragen',
  blank: 'Noch keine',
  starter: (title: string) => `Vorlage: ${title}`,
  template: (title: string) => `Ihre Vorlage: ${title}`,
  facts: (questions: number, sections: number, criteria: number) =>
    [
      many(questions, 'Frage', 'Fragen'),
      many(sections, 'Abschnitt', 'Abschnitte'),
      many(criteria, 'Kriterium', 'Kriterien'),
    ].join(', '),
  changeLater: 'Sie können alles später ändern, auch während des Interviews.',
  templatesMissing: 'Ihre Vorlagen konnten nicht geladen werden.',
  create: 'Interview erstellen',
  loadingDetails: 'Angaben werden geladen …',
  oldInvitations: 'Schon verschickte E-Mails und Kalenderdateien behalten die alten Angaben.',
  rateLimited:
    'Aus Ihrem Netzwerk wurden zu viele Interviews erstellt. Versuchen Sie es in einer Minute erneut.',

  made: 'Das Interview ist bereit',
  madeText:
    'Schicken Sie jeder Person ihren eigenen Link. Wer einen Link hat, bekommt dessen Rolle.',
  loading: 'Die Links werden geladen …',
  open: 'Interview öffnen',
  with: (candidate: string) => `mit ${candidate}`,
  at: (at: Date) => format.dayAndTime(at),
  linkFor: {
    candidate: 'Link für Kandidat:in',
    observer: 'Link für Beobachter:in',
    interviewer: (name: string) => `Link für Interviewer:in: ${name}`,
  },
  copy: 'Kopieren',
  copied: 'Link kopiert',
  mail: 'Per Mail senden',
  calendar: 'Kalenderdatei',
  noDate: 'Ohne Datum gibt es keine Kalenderdatei.',
  another: 'Weitere Interviewer:in',
  anotherHint: 'Name der Person',
  anotherEmpty: 'Geben Sie den Namen der Person ein.',
  makeLink: 'Link erstellen',
  onlyNow:
    'Schicken Sie den Link einer Interviewer:in jetzt: Später kann ihn nur diese Person kopieren.',

  mailSubject: (title: string) => `Interview: ${title}`,
  mailText: {
    candidate: (title: string, when: string | null, url: string) =>
      `Guten Tag,\n\ndas ist Ihr Link zum Interview „${title}“${when ? ` am ${when}` : ''}:\n\n${url}\n\nÖffnen Sie ihn im Browser, mit Kamera und Mikrofon. Ein Konto brauchen Sie nicht. Der Link gilt nur für Sie, geben Sie ihn bitte nicht weiter.`,
    interviewer: (title: string, when: string | null, url: string) =>
      `Guten Tag,\n\ndas ist Ihr Link als Interviewer:in zu „${title}“${when ? ` am ${when}` : ''}:\n\n${url}\n\nIhre Notizen und Ihr Bewertungsbogen gehören zu diesem Link, geben Sie ihn bitte nicht weiter.`,
    observer: (title: string, when: string | null, url: string) =>
      `Guten Tag,\n\nmit diesem Link können Sie beim Interview „${title}“${when ? ` am ${when}` : ''} zusehen:\n\n${url}\n\nDie anderen sehen, dass Sie da sind.`,
  },
};
