import { formats } from './formats';
import type { recording as en } from './recording.en';

const format = formats('de');
/** „Ana“, „Ana und Ben“, „Ana, Ben und Cleo“. */
const list = new Intl.ListFormat('de');

export const recording: typeof en = {
  record: 'Aufzeichnen',
  stop: 'Aufzeichnung beenden',
  pause: 'Aufzeichnung anhalten',
  resume: 'Aufzeichnung fortsetzen',
  sign: 'Aufzeichnung',
  elapsed: 'Aufgezeichnet',
  silent: 'ohne Ton',
  runs: (others: string[], own: boolean) => {
    const names = list.format(own ? ['Sie', ...others] : others);
    return own || others.length > 1 ? `${names} zeichnen auf` : `${names} zeichnet auf`;
  },
  paused: (others: string[], own: boolean) =>
    own && others.length === 0
      ? 'Ihre Aufzeichnung ist angehalten'
      : `Aufzeichnung angehalten von ${list.format(own ? ['Ihnen', ...others] : others)}`,
  started: (name: string) => `${name} zeichnet jetzt auf`,
  youStarted: 'Aufzeichnung läuft. Alle werden informiert.',
  pausedBy: (name: string) => `${name} hat die Aufzeichnung angehalten`,
  youPaused: 'Sie haben die Aufzeichnung angehalten',
  resumed: (name: string) => `${name} zeichnet weiter auf`,
  youResumed: 'Sie zeichnen weiter auf',
  stopped: (name: string) => `${name} hat die Aufzeichnung beendet`,
  youStopped: 'Sie haben die Aufzeichnung beendet',
  records: 'Zeichnet das Meeting auf',
  inMemory:
    'Dieser Browser kann nicht auf die Festplatte aufzeichnen, daher bleibt die Aufzeichnung im Arbeitsspeicher. Zeichnen Sie weniger als eine Stunde auf.',
  refused: {
    unsupported:
      'Dieser Browser kann nicht aufzeichnen. Chrome, Edge und Firefox in aktuellen Versionen können es.',
    not_allowed: 'In diesem Meeting dürfen nur Hosts aufzeichnen.',
    offline:
      'Sie sind offline, daher können die anderen nicht informiert werden. Versuchen Sie es gleich noch einmal.',
    failed: 'Die Aufzeichnung hat nicht begonnen.',
  },
  shelf: 'Aufzeichnungen',
  at: (at: Date) => format.dayAndTime(at),
  megabytes: (bytes: number) => `${format.tenths(bytes / 1e6)} MB`,
  saving: 'Die Aufzeichnung wird gespeichert …',
  saved: 'Aufzeichnung in Ihren Downloads gespeichert',
  savedHint: 'Eine Kopie bleibt in diesem Browser, bis Sie sie entfernen.',
  chosen: 'Aufzeichnung gespeichert',
  kept: 'In diesem Browser liegt noch eine Aufzeichnung',
  interrupted: 'Abgebrochene Aufzeichnung gefunden',
  interruptedHint: 'Sie können speichern, was bis zum Abbruch aufgezeichnet wurde.',
  lost: 'Die Aufzeichnung konnte nicht gespeichert werden',
  trouble: {
    full: 'Es war kein Speicherplatz mehr frei, daher endete die Aufzeichnung.',
    failed: 'Der Browser konnte nicht weiter aufzeichnen.',
    not_allowed: 'Jetzt dürfen nur noch Hosts aufzeichnen, daher endete Ihre Aufzeichnung.',
  },
  save: 'Speichern',
  saveAgain: 'Erneut speichern',
  discard: 'Verwerfen',
  removeCopy: 'Kopie entfernen',
};
