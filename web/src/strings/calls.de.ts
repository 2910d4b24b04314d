import type { calls as english } from './calls.en';
import { formats } from './formats';

const format = formats('de');
const list = new Intl.ListFormat('de');

/** Outgoing and incoming calls, in German; a part of `de.ts`. */
export const calls: typeof english = {
  title: 'Anrufe',
  sentence: 'Rufen Sie jemanden über die ID an oder geben Sie Ihre weiter.',
  connecting: 'Verbindung wird hergestellt …',
  offline:
    'Sie sind offline, daher kann Sie gerade niemand anrufen. Die Verbindung wird wiederhergestellt …',
  backOnline: 'Sie sind wieder verbunden und erreichbar.',

  mine: 'Meine ID',
  mineHint:
    'Geben Sie sie weiter oder lassen Sie den Code scannen, damit man Sie anrufen kann. In diesem Browser bleibt sie gleich.',
  copyId: 'Meine ID kopieren',
  idCopied: 'ID kopiert',
  qr: (id) => `QR-Code, der einen Anruf bei ${id} öffnet`,

  form: 'Jemanden anrufen',
  yourName: 'Ihr Name',
  yourNameHint: 'Wird den Personen angezeigt, die Sie anrufen.',
  idToCall: 'ID der anderen Person',
  idPlaceholder: 'kalu-mipo-tesa',
  idHint: 'Drei kurze Wörter. Großschreibung, Leerzeichen und Bindestriche spielen keine Rolle.',
  idEmpty: 'Geben Sie die ID der anderen Person ein, zum Beispiel kalu-mipo-tesa.',
  idInvalid:
    'Das ist keine ID. Eine ID hat drei Wörter mit je vier Buchstaben, zum Beispiel kalu-mipo-tesa.',
  call: 'Anrufen',
  videoCall: 'Videoanruf',

  problems: {
    offline: 'Sie sind offline. Versuchen Sie es gleich noch einmal.',
    own_id: 'Das ist Ihre eigene ID. Geben Sie die ID einer anderen Person ein.',
    in_call: 'Sie telefonieren schon, vielleicht in einem anderen Tab. Legen Sie dort zuerst auf.',
    rate_limited:
      'Sie haben zu viele Unbekannte angerufen. Versuchen Sie es in einer Minute noch einmal.',
    limit_reached:
      'Sie können keine weiteren Personen blockieren. Heben Sie zuerst eine andere Blockierung auf.',
    storage: 'Der Server kann das gerade nicht speichern. Versuchen Sie es gleich noch einmal.',
    gone: 'Die andere Person hat aufgelegt, oder Sie haben in einem anderen Tab angenommen.',
    refused: 'Das hat nicht geklappt. Versuchen Sie es gleich noch einmal.',
  },

  incoming: (name) => `Anruf von ${name}`,
  incomingText: (id, video) => `${video ? 'Videoanruf' : 'Sprachanruf'} · ${id}`,
  answer: 'Annehmen',
  decline: 'Ablehnen',
  ringingOut: (name) => `${name} wird angerufen …`,
  ringingOutText: 'Ohne Antwort endet der Anruf nach einer halben Minute.',
  cancel: 'Abbrechen',
  connectingTo: (name) => `Verbindung mit ${name} wird hergestellt …`,
  onTheWay: 'Die andere Person kommt gleich …',
  hangUp: 'Auflegen',
  addPerson: 'Person hinzufügen',
  addPersonText: 'Die Person kommt in dieses Gespräch, sobald sie annimmt.',
  with: (names) => list.format(names),
  inCallTitle: (names) =>
    names.length === 0 ? 'Im Gespräch' : `Im Gespräch mit ${list.format(names)}`,
  elsewhere: (name) => `Sie sind in einem anderen Tab im Gespräch mit ${name}.`,

  ended: {
    hung_up: (_name, time) => (time === null ? 'Anruf beendet' : `Anruf beendet · ${time}`),
    declined: (name) => `${name} hat abgelehnt`,
    no_answer: (name) => `${name} hat nicht geantwortet`,
    busy: (name) => `${name} ist in einem anderen Gespräch`,
    unavailable: (name) => `${name} ist gerade nicht erreichbar`,
    unknown: (id) => `${id} ist nicht erreichbar. Prüfen Sie die ID.`,
    cancelled: (name) => `Sie haben den Anruf bei ${name} abgebrochen`,
    failed: (name) => `Keine Verbindung zu ${name}`,
  },
  checkId:
    'Stimmt die ID, ist die Person vielleicht offline oder nimmt keine Anrufe von neuen Personen an.',
  writeInstead: 'Nachricht schreiben',
  ok: 'OK',

  recent: 'Anrufliste',
  noRecent: 'Noch keine Anrufe. Wen Sie anrufen und wer Sie anruft, steht dann hier.',
  historyFailed: 'Ihre Anrufliste konnte nicht geladen werden.',
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
    missedBusy: 'Verpasst, während Sie telefonierten',
    unavailable: 'Nicht erreichbar',
    cancelled: 'Abgebrochen',
    failed: 'Keine Verbindung',
  },
  ringBack: (name) => `${name} zurückrufen`,
  write: (name) => `${name} schreiben`,
  remove: (name, at) => `Anruf mit ${name}, ${at} löschen`,
  block: (name) => `${name} blockieren`,
  blocked: (name) =>
    `Sie haben ${name} blockiert. Die Person kann Sie nicht anrufen und nicht sehen, ob Sie online sind.`,

  people: 'Personen',
  availability: {
    online: 'Online',
    away: 'Abwesend',
    in_call: 'Im Gespräch',
    offline: 'Offline',
  },
  ring: (name) => `${name} anrufen`,
  ringVideo: (name) => `${name} mit Video anrufen`,
  unread: (count) => (count === 1 ? '1 neue Nachricht' : `${count} neue Nachrichten`),
  messages: 'Nachrichten',

  direct: (name) => `Nachrichten mit ${name}`,
  directEmpty:
    'Noch keine Nachrichten. Ihre Nachrichten kommen an, sobald die andere Person online ist.',
  directFailed: 'Die Nachrichten konnten nicht geladen werden.',
  you: 'Sie',
  message: 'Nachricht',
  send: 'Senden',
  states: {
    sending: 'Wird gesendet …',
    queued: 'Wird gesendet, sobald Sie wieder verbunden sind',
    refused: 'Nicht zugestellt',
    limited: 'Zu viele Nachrichten an Unbekannte. Versuchen Sie es in einer Minute noch einmal.',
  },
  deleteConversation: 'Unterhaltung löschen',
  deleteConversationTitle: (name) => `Die Unterhaltung mit ${name} löschen?`,
  deleteConversationText: (name) =>
    `Sie sehen sie dann nicht mehr. ${name} sieht sie weiterhin, bis sie auch dort gelöscht wird.`,
  delete: 'Löschen',
  keep: 'Behalten',
  retry: 'Noch einmal senden',
  discard: 'Verwerfen',
  tooLong: 'Diese Nachricht ist zu lang.',
  queueFull: 'Zu viele ungesendete Nachrichten. Warten Sie, bis Sie wieder verbunden sind.',

  settings: 'Einstellungen',
  whoMayCall: 'Wer mich anrufen darf',
  who: {
    anybody: 'Alle, die meine ID haben',
    known: 'Personen, mit denen ich gesprochen habe',
    nobody: 'Niemand',
  },
  blockedPeople: 'Blockierte Personen',
  nobodyBlocked: 'Niemand ist blockiert.',
  unblock: (name) => `Blockierung von ${name} aufheben`,
  notifications: 'Benachrichtigungen',
  notificationsHint: 'Sehen Sie, wer anruft, auch wenn diese Seite im Hintergrund ist.',
  notificationsOn: 'Anrufbenachrichtigungen sind eingeschaltet.',
  notificationsDenied:
    'Benachrichtigungen sind blockiert. Erlauben Sie sie für diese Website in den Einstellungen Ihres Browsers.',
  allowNotifications: 'Benachrichtigungen einschalten',
};
