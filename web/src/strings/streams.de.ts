import { formats } from './formats';
import type * as en from './streams.en';

const format = formats('de');

/** Streams of programs, in German; a part of `de.ts`. */
export const streams: typeof en.streams = {
  title: 'OBS und Player',
  text: 'Senden Sie Bild und Ton aus OBS oder einem anderen Programm in dieses Meeting, oder zeigen Sie das Meeting in einem Player. Jedes Programm braucht einen eigenen Zugang.',
  path: 'Solange ein Programm verbunden ist, gehen Bild und Ton über den Server, der die Schlüssel hat.',
  notOwner:
    'Das kann nur die Person, die das Meeting gestartet hat, und zwar in dem Browser, in dem sie es gestartet hat.',

  has: 'Programme mit Zugang',
  none: 'Noch hat kein Programm Zugang.',
  loading: 'Wird geladen …',
  scopes: { publish: 'Sendet in das Meeting', play: 'Zeigt das Meeting' },
  expires: (at: Date) => `bis ${format.dayAndTime(at)}`,
  revoke: 'Zugang entziehen',
  revokeTitle: (name: string) => `„${name}“ den Zugang entziehen?`,
  revokeText:
    'Ist das Programm verbunden, endet sein Stream sofort. Es kann sich nicht wieder verbinden.',
  keep: 'Behalten',
  revoked: (name: string) => `„${name}“ hat keinen Zugang mehr.`,

  add: 'Einem Programm Zugang geben',
  purpose: 'Was das Programm tut',
  purposes: {
    publish: 'Sendet Bild und Ton in das Meeting (WHIP)',
    play: 'Zeigt das Meeting in einem Player (WHEP)',
  },
  name: 'Name',
  nameHints: {
    publish: 'Alle sehen den Stream unter diesem Namen.',
    play: 'Hosts sehen den Player unter diesem Namen im Publikum.',
  },
  validity: 'Der Zugang endet nach',
  hours: {
    1: '1 Stunde',
    8: '8 Stunden',
    24: '1 Tag',
    168: '1 Woche',
    720: '30 Tagen',
    8760: '1 Jahr',
  },
  make: 'Zugang geben',

  madeTitle: (name: string) => `Zugang für „${name}“`,
  madeText:
    'Kopieren Sie jetzt beides. Das Token wird nicht wieder angezeigt: Wer es hat, kann es benutzen.',
  how: {
    publish:
      'Öffnen Sie in OBS die Einstellungen, dann Stream. Wählen Sie WHIP als Plattform, und geben Sie die Adresse als Server und das Token als Bearer-Token ein.',
    play: 'Öffnen Sie die Adresse in einem Player, der WHEP kann, und geben Sie das Token als Bearer-Token ein.',
  },
  url: 'Adresse',
  token: 'Token',
  copy: 'Kopieren',
  urlCopied: 'Adresse kopiert.',
  tokenCopied: 'Token kopiert.',
  done: 'Fertig',

  failed: {
    limit:
      'Mehr Programme sind in diesem Meeting nicht möglich. Entziehen Sie erst einem den Zugang.',
    not_found: 'Das Meeting ist beendet, oder sein Link hat sich geändert.',
    rate_limited: 'Zu viele Versuche. Warten Sie eine Minute und versuchen Sie es erneut.',
    unreachable:
      'Der Server antwortet nicht. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.',
    other: 'Das hat nicht geklappt. Versuchen Sie es erneut.',
  },
};
