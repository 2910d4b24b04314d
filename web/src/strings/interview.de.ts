import { formats } from './formats';
import type { interview as en } from './interview.en';

const format = formats('de');

export const interview: typeof en = {
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
    running: 'Die Einschätzung wird geschrieben …',
    strengths: 'Stärken',
    improvements: 'Könnte besser sein',
    failed: {
      not_configured: 'Auf diesem Server ist kein Modell eingerichtet.',
      busy: 'Gerade entstehen zu viele Einschätzungen. Fragen Sie gleich noch einmal.',
      unreachable: 'Der Server des Modells ist nicht erreichbar.',
      refused:
        'Der Server des Modells lehnt den Schlüssel ab. Sagen Sie es denen, die diesen Server betreiben.',
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
