import type { calls as english } from './calls.en';
import { formats } from './formats';

const format = formats('de');
const list = new Intl.ListFormat('de');

/** Outgoing and incoming calls, in German; a part of `de.ts`. */
export const calls: typeof english = {
  title: 'Anrufe',
  sentence: 'Rufen Sie jemanden über die Kennung an, oder geben Sie Ihre weiter.',
  connecting: 'Verbindung wird aufgebaut …',
  offline:
    'Der Server ist nicht erreichbar, daher kann Sie gerade niemand anrufen. Diese Seite versucht es weiter.',
  backOnline: 'Sie sind wieder erreichbar.',

  mine: 'Meine Kennung',
  mineHint:
    'Nennen Sie sie, schicken Sie sie, oder lassen Sie sie scannen. In diesem Browser bleibt sie gleich.',
  copyId: 'Meine Kennung kopieren',
  idCopied: 'Kennung kopiert',
  qr: (id) => `QR-Code, der einen Anruf bei ${id} öffnet`,

  form: 'Jemanden anrufen',
  yourName: 'Ihr Name',
  yourNameHint: 'Alle, die Sie anrufen, sehen ihn.',
  idToCall: 'Anzurufende Kennung',
  idPlaceholder: 'kalu-mipo-tesa',
  idHint: 'Drei kurze Wörter. Großschreibung, Leerzeichen und Bindestriche spielen keine Rolle.',
  idEmpty: 'Geben Sie die Kennung der Person ein, zum Beispiel kalu-mipo-tesa.',
  idInvalid:
    'Das ist keine Kennung. Sie hat zwölf Buchstaben in drei Wörtern, zum Beispiel kalu-mipo-tesa.',
  call: 'Anrufen',
  videoCall: 'Videoanruf',

  problems: {
    offline: 'Sie sind nicht verbunden. Versuchen Sie es gleich noch einmal.',
    own_id: 'Das ist Ihre eigene Kennung. Geben Sie die einer anderen Person ein.',
    in_call:
      'Sie telefonieren schon, vielleicht auf einer anderen Seite. Legen Sie dort zuerst auf.',
    rate_limited:
      'Sie haben zu viele Unbekannte angerufen. Versuchen Sie es in einer Minute noch einmal.',
    limit_reached:
      'Sie können nicht noch mehr Personen blockieren. Geben Sie zuerst jemanden frei.',
    storage: 'Der Server kann das gerade nicht speichern. Versuchen Sie es gleich noch einmal.',
    gone: 'Es wurde aufgelegt, oder Sie haben auf einer anderen Seite angenommen.',
    refused: 'Das hat nicht geklappt. Versuchen Sie es gleich noch einmal.',
  },

  incoming: (name) => `Anruf von ${name}`,
  incomingText: (id, video) => `${video ? 'Mit Video' : 'Nur Ton'} · ${id}`,
  answer: 'Annehmen',
  decline: 'Ablehnen',
  ringingOut: (name) => `${name} wird angerufen …`,
  ringingOutText: 'Es klingelt eine halbe Minute.',
  cancel: 'Abbrechen',
  connectingTo: (name) => `Verbindung mit ${name} wird aufgebaut …`,
  onTheWay: 'Warten auf die andere Person …',
  hangUp: 'Auflegen',
  addPerson: 'Person hinzufügen',
  addPersonText:
    'Sie kommt in dieses Gespräch, sobald sie annimmt. Ihr Gespräch geht inzwischen weiter.',
  with: (names) => list.format(names),
  inCallTitle: (names) =>
    names.length === 0 ? 'Im Gespräch' : `Im Gespräch mit ${list.format(names)}`,
  elsewhere: (name) => `Sie sprechen auf einer anderen Seite mit ${name}.`,

  ended: {
    hung_up: (name, time) =>
      time === null
        ? `Das Gespräch mit ${name} ist beendet.`
        : `Das Gespräch mit ${name} dauerte ${time}.`,
    declined: (name) => `${name} hat abgelehnt.`,
    no_answer: (name) => `${name} hat nicht geantwortet.`,
    busy: (name) => `${name} ist in einem anderen Gespräch.`,
    unavailable: (name) => `${name} ist gerade nicht erreichbar.`,
    cancelled: (name) => `Sie haben den Anruf bei ${name} abgebrochen.`,
    failed: (name) => `Der Anruf mit ${name} ist gescheitert: Es kam keine Verbindung zustande.`,
  },
  writeInstead: 'Nachricht schreiben',
  ok: 'Verstanden',

  recent: 'Letzte Anrufe',
  noRecent: 'Noch keine Anrufe. Hier stehen Ihre aus- und eingehenden Anrufe.',
  historyFailed: 'Die Liste konnte nicht geladen werden.',
  showOlder: 'Ältere Anrufe zeigen',
  missed: (count) => (count === 1 ? '1 verpasster Anruf' : `${count} verpasste Anrufe`),
  at: (at) => format.timeOrDay(at),
  outgoing: 'Ausgehend',
  incomingCall: 'Eingehend',
  withVideo: 'mit Video',
  record: {
    talked: (time) => `${time} gesprochen`,
    ongoing: 'Dauert an',
    missed: 'Verpasst',
    declinedByYou: 'Von Ihnen abgelehnt',
    declined: 'Abgelehnt',
    no_answer: 'Keine Antwort',
    busy: 'Besetzt',
    missedBusy: 'Verpasst, Sie sprachen gerade',
    unavailable: 'Nicht erreicht',
    cancelled: 'Abgebrochen',
    failed: 'Keine Verbindung',
  },
  ringBack: (name) => `${name} zurückrufen`,
  write: (name) => `${name} schreiben`,
  remove: (name, at) => `${name}, ${at} löschen`,
  block: (name) => `${name} blockieren`,
  blocked: (name) =>
    `Sie haben ${name} blockiert. ${name} kann Sie weder anrufen noch sehen, ob Sie da sind.`,

  people: 'Personen',
  noPeople: 'Hier erscheinen Personen, mit denen Sie gesprochen haben, und ob sie da sind.',
  availability: {
    online: 'Da',
    away: 'Abwesend',
    in_call: 'Im Gespräch',
    offline: 'Nicht da',
  },
  ring: (name) => `${name} anrufen`,
  ringVideo: (name) => `${name} mit Video anrufen`,
  unread: (count) => (count === 1 ? '1 neue Nachricht' : `${count} neue Nachrichten`),
  messages: 'Nachrichten',

  direct: (name) => `Nachrichten mit ${name}`,
  directEmpty:
    'Noch wurde nichts geschrieben. Die andere Person kann Ihre Nachrichten lesen, sobald sie da ist.',
  directFailed: 'Die Nachrichten konnten nicht geladen werden.',
  you: 'Sie',
  message: 'Nachricht',
  send: 'Senden',
  states: {
    sending: 'Wird gesendet …',
    queued: 'Wartet auf die Verbindung …',
    refused: 'Nicht zugestellt',
    limited: 'Zu viele Nachrichten an Unbekannte. Versuchen Sie es in einer Minute noch einmal.',
  },
  deleteConversation: 'Alle löschen',
  deleteConversationTitle: (name) => `Die Nachrichten mit ${name} löschen?`,
  deleteConversationText: (name) =>
    `Sie sehen sie dann nicht mehr. ${name} sieht sie, bis sie auch dort gelöscht werden.`,
  delete: 'Löschen',
  keep: 'Behalten',
  retry: 'Noch einmal senden',
  discard: 'Verwerfen',
  tooLong: 'Das ist zu lang für eine Nachricht.',
  queueFull: 'Zu viele Nachrichten warten.',

  settings: 'Einstellungen',
  whoMayCall: 'Wer mich anrufen darf',
  who: {
    anybody: 'Alle, die meine Kennung haben',
    known: 'Personen, mit denen ich gesprochen habe',
    nobody: 'Niemand',
  },
  blockedPeople: 'Blockierte Personen',
  nobodyBlocked: 'Niemand ist blockiert.',
  unblock: (name) => `${name} freigeben`,
  notifications: 'Benachrichtigungen',
  notificationsHint: 'Wenn Sie auf einer anderen Seite sind, zeigt Ihr System, wer anruft.',
  notificationsOn: 'Ihr System zeigt, wer anruft.',
  notificationsDenied:
    'Dieser Browser darf keine Benachrichtigungen zeigen. Das lässt sich in seinen Einstellungen ändern.',
  allowNotifications: 'Benachrichtigungen zeigen',
};
