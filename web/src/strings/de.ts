import { bank, ordering, picker, plan, question, startInterview } from './bank.de';
import { callPeople } from './callPeople.de';
import { calls } from './calls.de';
import { debrief } from './debrief.de';
import { door } from './door.de';
import type { Strings } from './en';
import { formats } from './formats';
import { ended, entry, hosts, lobby } from './hosts.de';
import { interview } from './interview.de';
import { interviewPanel } from './interviewing.de';
import { layouts } from './layouts.de';
import { messages } from './messages.de';
import { paths, webinar } from './paths.de';
import { recording } from './recording.de';
import { report } from './report.de';
import { ringing } from './ringing.de';
import { interviewSetup } from './setup.de';
import { streams } from './streams.de';
import { named, naming, recents } from './titles.de';

const format = formats('de');

/** „Ana“, „Ana und Ben“, „Ana und 3 weitere“. */
function people(names: string[]): string {
  const [first = '', second = ''] = names;
  if (names.length <= 1) return first;
  return names.length === 2 ? `${first} und ${second}` : `${first} und ${names.length - 1} weitere`;
}

/** „Ana hat …“, „Ana und Ben haben …“. */
function peopleHave(names: string[]): string {
  return `${people(names)} ${names.length > 1 ? 'haben' : 'hat'}`;
}

/** Every text that a person sees or hears, in German, with the formal “Sie”. */
export const de: Strings = {
  product: 'Convene',

  common: {
    home: 'Zur Startseite',
    tryAgain: 'Erneut versuchen',
    close: 'Schließen',
    loading: 'Wird geladen …',
    startMeeting: 'Meeting starten',
    crashed: 'Auf dieser Seite ist etwas schiefgegangen.',
    crashedAdvice:
      'Laden Sie die Seite neu, um fortzufahren. Passiert es noch einmal, sagen Sie es bitte den Leuten, die diesen Server betreiben.',
    reload: 'Neu laden',
    partFailed:
      'Das konnte nicht geladen werden. Versuchen Sie es erneut oder laden Sie die Seite neu.',
  },

  landing: {
    title: 'Gute Meetings beginnen mit einem Link.',
    sentence:
      'In einem beliebigen Browser öffnen, Kamera prüfen und loslegen. Ohne Konto, ohne Installation.',
    addTitle: 'Titel hinzufügen',
    titleLabel: 'Titel des Meetings',
    titleHint: 'Freiwillig. Für alle sichtbar, die den Link haben.',
    titleTooLong: 'Verwenden Sie höchstens 100 Zeichen.',
    titleForbidden:
      'Dieser Titel enthält Zeichen, die sich nicht anzeigen lassen. Geben Sie ihn ohne sie ein.',
    codeLabel: 'Meeting-Code oder Link',
    codeHint: 'Oder der Name eines Raums, zum Beispiel standup.',
    codePlaceholder: 'abc-defg-hij',
    join: 'Teilnehmen',
    or: 'oder an einem Meeting teilnehmen',
    call: 'Anrufen',
    callHint: 'Jemanden über die ID anrufen',
    codeEmpty:
      'Geben Sie einen Meeting-Code oder den Namen eines Raums ein, oder fügen Sie einen Link ein.',
    codeInvalid:
      'Das ist weder ein Meeting-Code noch der Name eines Raums. Ein Code hat zehn Buchstaben, zum Beispiel abc-defg-hij.',
    unreachable:
      'Der Server antwortet nicht. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.',
    rateLimited:
      'Aus Ihrem Netzwerk wurden zu viele Meetings gestartet. Warten Sie eine Minute und versuchen Sie es erneut.',
    refused: 'Das hat nicht geklappt. Laden Sie die Seite neu und versuchen Sie es erneut.',
    serverError: 'Auf dem Server ist etwas schiefgegangen. Versuchen Sie es gleich noch einmal.',
    recent: 'Letzte Meetings',
    recentAt: (at: Date) => format.dayAndTime(at),
    forget: (code: string) => `${code} aus dieser Liste entfernen`,
    forgetAll: 'Liste leeren',
    promises: [
      {
        title: 'Von Browser zu Browser',
        text: 'In kleinen Meetings haben nur die Teilnehmenden die Schlüssel.',
      },
      { title: 'Auf jedem Gerät', text: 'Smartphone, Tablet oder Computer: Ein Browser genügt.' },
      { title: 'Auf eigenem Server', text: 'Ein Programm, das Sie selbst betreiben können.' },
    ],
  },

  prejoin: {
    pageTitle: (code: string) => `An ${code} teilnehmen`,
    title: 'Bereit zur Teilnahme?',
    checking: 'Das Meeting wird gesucht …',
    nobodyThere: 'Noch ist niemand hier. Sie sind die erste Person.',
    onePersonThere: 'Eine Person ist hier.',
    peopleThere: (count: number) => `${count} Personen sind hier.`,
    preview: 'Kameravorschau',
    cameraOff: 'Ihre Kamera ist aus',
    cameraStarting: 'Die Kamera wird gestartet …',
    nameLabel: 'Ihr Name',
    nameHint: 'Die anderen Teilnehmenden sehen ihn.',
    nameEmpty: 'Geben Sie Ihren Namen ein, damit die anderen wissen, wer Sie sind.',
    nameTooLong: (count: number) => `Höchstens 64 Zeichen. Dieser Name hat ${count}.`,
    nameForbidden:
      'Dieser Name enthält Zeichen, die nicht angezeigt werden können. Schreiben Sie ihn ohne diese Zeichen.',
    joinNow: 'Jetzt teilnehmen',
    joining: 'Sie treten dem Meeting bei …',
    withoutDevices:
      'Sie können ohne Kamera und Mikrofon teilnehmen und trotzdem alle sehen und hören.',
    withoutCamera: 'Sie können ohne Kamera teilnehmen.',
    withoutMicrophone: 'Sie können ohne Mikrofon teilnehmen und trotzdem alle hören.',
    missingTitle: 'Meeting nicht gefunden',
    missingText: (code: string) =>
      `Kein Meeting hat den Code ${code}. Prüfen Sie den Link auf Tippfehler oder bitten Sie noch einmal darum.`,
    malformedText: (code: string) =>
      `„${code}“ ist kein Meeting-Code. Ein Code hat zehn Buchstaben, zum Beispiel abc-defg-hij.`,
    tryAnotherCode: 'Einen anderen Code versuchen',
    unreachableTitle: 'Der Server antwortet nicht',
    unreachableText: 'Prüfen Sie Ihre Verbindung. Der Link bleibt gültig.',
    busyTitle: 'Zu viele Versuche',
    busyText: 'Warten Sie eine Minute und versuchen Sie es erneut. Der Link bleibt gültig.',
    serverTitle: 'Auf dem Server ist etwas schiefgegangen',
    serverText: 'Versuchen Sie es gleich noch einmal. Der Link bleibt gültig.',
  },

  devices: {
    title: 'Einstellungen',
    camera: 'Kamera',
    microphone: 'Mikrofon',
    speaker: 'Lautsprecher',
    defaultSpeaker: 'Standard des Systems',
    noCamera: 'Keine Kamera gefunden',
    noMicrophone: 'Kein Mikrofon gefunden',
    notAllowed: 'Blockiert',
    waiting: 'Warten auf den Browser …',
    off: 'Zum Auswählen einschalten',
    unnamedCamera: (index: number) => `Kamera ${index}`,
    unnamedMicrophone: (index: number) => `Mikrofon ${index}`,
    unnamedSpeaker: (index: number) => `Lautsprecher ${index}`,
    speakerFixed:
      'In diesem Browser können Websites den Lautsprecher nicht wählen. Ändern Sie ihn in den Systemeinstellungen.',
    testSpeaker: 'Lautsprecher testen',
    testingSpeaker: 'Wird abgespielt …',
    testFailed: 'Der Testton konnte nicht abgespielt werden.',
    pickSpeaker: 'Anderen Lautsprecher wählen',
    pickFailed: 'Der Lautsprecher konnte nicht gewechselt werden.',
    level: 'Mikrofonpegel',
    levelMuted: 'Schalten Sie das Mikrofon ein, um es zu testen.',
    levelHint: 'Sagen Sie etwas. Der Balken bewegt sich, wenn das Mikrofon Sie hört.',
    levelSilent:
      'Es kommt kein Ton an. Prüfen Sie, ob das Mikrofon einen Stummschalter hat, oder wählen Sie ein anderes.',
    turnOffCamera: 'Kamera ausschalten',
    turnOnCamera: 'Kamera einschalten',
    mute: 'Mikrofon ausschalten',
    unmute: 'Mikrofon einschalten',
  },

  /** The own voice and microphone. Square brackets mark a key. */
  voice: {
    title: 'Ihre Stimme',
    echoCancellation: 'Echounterdrückung',
    noiseSuppression: 'Rauschunterdrückung',
    autoGainControl: 'Automatische Lautstärke',
    hints: {
      echoCancellation:
        'Hält den Ton Ihrer Lautsprecher aus Ihrem Mikrofon heraus. Mit Kopfhörern können Sie sie ausschalten.',
      noiseSuppression:
        'Filtert Lüfter, Tippen und Verkehr heraus. Schalten Sie sie für Musik aus.',
      autoGainControl: 'Macht eine leise Stimme lauter und eine laute leiser.',
    },
    fixed: {
      browser: 'In diesem Browser lässt sich das nicht ändern.',
      device: 'Bei diesem Mikrofon lässt sich das nicht ändern.',
    },
    listensMuted: 'Warnen, wenn ich bei ausgeschaltetem Mikrofon spreche',
    listensMutedHint:
      'Solange Ihr Mikrofon ausgeschaltet ist, hört diese Seite mit, damit sie Sie warnen kann. Nichts davon wird gesendet oder gespeichert.',
    youAreMuted: 'Ihr Mikrofon ist ausgeschaltet',
    unmuteByKey: 'Mit [M] schalten Sie es ein. Oder halten Sie zum Sprechen die [Leertaste].',
    unmuteByButton: 'Die anderen hören Sie nicht.',
    unmuteMicrophone: 'Mikrofon einschalten und sprechen',
    talking: 'Die anderen hören Sie. Lassen Sie die Leertaste los, um das Mikrofon auszuschalten.',
    trouble: {
      silent: {
        title: 'Ihr Mikrofon ist stumm',
        text: 'Die anderen hören Sie nicht. Prüfen Sie, ob das Mikrofon einen Stummschalter hat, oder wählen Sie ein anderes.',
      },
      interrupted: {
        title: 'Ihr System hat das Mikrofon stummgeschaltet',
        text: 'Ein Anruf oder eine Datenschutzeinstellung blockiert es. Die anderen hören Sie nicht.',
      },
      ended: {
        title: 'Ihr Mikrofon wurde getrennt',
        text: 'Die anderen hören Sie nicht. Schließen Sie es wieder an oder wählen Sie ein anderes.',
      },
    },
    chooseMicrophone: 'Anderes Mikrofon wählen',
    dismiss: 'Ausblenden',
    nowUsing: (microphone: string) =>
      `Ihr Mikrofon wurde getrennt. Jetzt wird ${microphone} verwendet.`,
    volumeOf: (name: string) => `Lautstärke von ${name}`,
    percent: (value: number) => `${value} %`,
  },

  problems: {
    camera: {
      refused: 'Der Zugriff auf die Kamera ist blockiert',
      not_found: 'Keine Kamera gefunden',
      in_use: 'Eine andere App verwendet Ihre Kamera',
      insecure: 'Der Browser blockiert die Kamera unter dieser Adresse',
      ended: 'Ihre Kamera wurde getrennt',
      interrupted: 'Ihre Kamera ist angehalten',
      unknown: 'Ihre Kamera ist nicht gestartet',
    },
    microphone: {
      refused: 'Der Zugriff auf das Mikrofon ist blockiert',
      not_found: 'Kein Mikrofon gefunden',
      in_use: 'Eine andere App verwendet Ihr Mikrofon',
      insecure: 'Der Browser blockiert das Mikrofon unter dieser Adresse',
      ended: 'Ihr Mikrofon wurde getrennt',
      interrupted: 'Ihr Mikrofon ist angehalten',
      unknown: 'Ihr Mikrofon ist nicht gestartet',
    },
    both: {
      refused: 'Der Zugriff auf Kamera und Mikrofon ist blockiert',
      not_found: 'Weder Kamera noch Mikrofon gefunden',
      in_use: 'Eine andere App verwendet Kamera und Mikrofon',
      insecure: 'Der Browser blockiert Kamera und Mikrofon unter dieser Adresse',
      ended: 'Kamera und Mikrofon wurden getrennt',
      interrupted: 'Kamera und Mikrofon sind angehalten',
      unknown: 'Kamera und Mikrofon sind nicht gestartet',
    },
    screen:
      'Ihr Bildschirm konnte nicht geteilt werden. Versuchen Sie es erneut oder teilen Sie stattdessen ein Fenster.',
  },

  advice: {
    refused: {
      chrome:
        'Klicken Sie auf das Symbol links neben der Adresse, erlauben Sie den Zugriff und drücken Sie „Erneut versuchen“.',
      edge: 'Klicken Sie auf das Schloss links neben der Adresse, wählen Sie „Zulassen“ und drücken Sie „Erneut versuchen“.',
      firefox:
        'Klicken Sie auf das durchgestrichene Symbol links neben der Adresse, heben Sie die Sperre auf und drücken Sie „Erneut versuchen“.',
      safari:
        'Öffnen Sie im Menü „Safari“ die Einstellungen für diese Website, wählen Sie „Erlauben“ und laden Sie die Seite neu.',
      ios: 'Tippen Sie auf das Seitenmenü in der Adressleiste, dann auf „Website-Einstellungen“, wählen Sie „Erlauben“ und laden Sie die Seite neu.',
      android:
        'Tippen Sie auf das Symbol links neben der Adresse, dann auf „Berechtigungen“, erlauben Sie den Zugriff und drücken Sie „Erneut versuchen“.',
      other:
        'Erlauben Sie den Zugriff für diese Website in den Einstellungen Ihres Browsers und drücken Sie „Erneut versuchen“.',
    },
    not_found:
      'Schließen Sie ein Gerät an oder prüfen Sie, ob es eingeschaltet ist, und drücken Sie „Erneut versuchen“.',
    in_use:
      'Schließen Sie die andere App, oft eine andere Meeting-App, und drücken Sie „Erneut versuchen“.',
    insecure:
      'Browser erlauben den Zugriff nur über https oder auf localhost. Bitten Sie die Leute, die diesen Server betreiben, ihn mit --tls self-signed zu starten.',
    ended:
      'Schließen Sie das Gerät wieder an oder wählen Sie ein anderes und drücken Sie „Erneut versuchen“.',
    interrupted:
      'Ein Anruf, eine andere App oder ein Datenschutzschalter hat es angehalten. Danach geht es von selbst weiter. Wenn nicht, drücken Sie „Erneut versuchen“.',
    unknown:
      'Stecken Sie das Gerät aus und wieder ein oder starten Sie den Browser neu und drücken Sie „Erneut versuchen“.',
  },

  meeting: {
    pageTitle: (code: string) => `Meeting ${code}`,
    stage: 'Teilnehmende',
    controls: 'Steuerung',
    you: (name: string) => `${name} (Sie)`,
    screenOf: (name: string) => `Bildschirm von ${name}`,
    ownScreenOf: (name: string) => `Bildschirm von ${name} (Sie)`,
    ownScreen: 'Sie teilen Ihren Bildschirm',
    ownScreenHint:
      'Die anderen sehen ihn. Hier wird er nicht gezeigt, damit er sich nicht selbst spiegelt.',
    muted: 'Mikrofon aus',
    cameraOff: 'Kamera aus',
    speaking: 'Spricht',
    duration: 'Dauer',
    copyCode: (code: string) => `Meeting-Code ${code} kopieren`,
    codeCopied: 'Meeting-Code kopiert',
    copyLink: 'Link kopieren',
    linkCopied: 'Link kopiert',
    copyFailed: (text: string) =>
      `Der Browser hat das Kopieren nicht erlaubt. Kopieren Sie es selbst: ${text}`,
    copyInvitation: 'Einladung kopieren',
    invitation: (url: string) => `Nehmen Sie an meinem Meeting auf Convene teil: ${url}`,
    invitationCopied: 'Einladung kopiert',
    aloneTitle: 'Sie sind allein hier',
    aloneText: 'Senden Sie diesen Link an alle, die Sie treffen möchten.',
    shareScreen: 'Bildschirm teilen',
    stopSharing: 'Teilen beenden',
    leave: 'Verlassen',
    turnOnSound: 'Ton einschalten',
    soundBlocked: 'Der Browser blockiert den Ton, bis Sie hier drücken.',
    startedSharing: (name: string) => `${name} teilt den Bildschirm`,
    stoppedSharing: (name: string) => `${name} teilt den Bildschirm nicht mehr`,
  },

  ringing,
  door,
  layouts,
  messages,
  named,
  naming,
  paths,
  webinar,
  recents,

  stage: {
    pin: (label: string) => `${label} anheften`,
    unpin: (label: string) => `${label} lösen`,
    pinned: 'Angeheftet',
    view: 'Ansicht',
    tileFullScreen: (label: string) => `${label} im Vollbild zeigen`,
    fullScreen: 'Vollbild',
    exitFullScreen: 'Vollbild beenden',
    fullScreenRefused: 'Der Browser hat das Vollbild nicht erlaubt.',
    pictureInPicture: 'Bild im Bild',
    closePictureInPicture: 'Bild im Bild schließen',
    noPictureInPicture: 'Dieser Browser unterstützt Bild im Bild nicht.',
    pictureInPictureRefused: 'Bild im Bild konnte nicht geöffnet werden.',
    nothingToShow: 'Gerade gibt es kein Video zu zeigen.',
    wholeScreen: 'Den ganzen Bildschirm teilen?',
    wholeScreenText:
      'Die anderen sehen dann alles darauf, auch Benachrichtigungen. Liegt diese Seite auf dem Bildschirm, sehen sie das Meeting im Meeting, immer wieder. Noch sieht niemand etwas.',
    shareAnyway: 'Trotzdem teilen',
    chooseElse: 'Etwas anderes wählen',
    cancel: 'Abbrechen',
  },

  talk: {
    joined: (names: string[]) =>
      `${people(names)} ${names.length > 1 ? 'sind' : 'ist'} beigetreten`,
    left: (names: string[]) => `${peopleHave(names)} das Meeting verlassen`,
    raisedHand: (names: string[]) => `${peopleHave(names)} die Hand gehoben`,
    reacted: (names: string[], reaction: string) => `${peopleHave(names)} mit ${reaction} reagiert`,
    wrote: (names: string[]) => `Neue Nachricht von ${people(names)}`,
    wrotePrivately: (names: string[]) => `Neue private Nachricht von ${people(names)}`,
    react: 'Reagieren',
    reactions: 'Reaktionen',
    reactionNames: {
      '👍': 'Daumen hoch',
      '❤️': 'Herz',
      '😂': 'Lachend',
      '😮': 'Überrascht',
      '😢': 'Traurig',
      '👏': 'Applaus',
      '🎉': 'Feiern',
      '🙏': 'Danke',
    },
    raiseHand: 'Hand heben',
    lowerHand: 'Hand senken',
    handNumber: (place: number) => `Hand gehoben, Nummer ${place}`,
    notSent: 'Das wurde nicht gesendet. Versuchen Sie es erneut, sobald Sie wieder verbunden sind.',
    more: 'Mehr',
    moreControls: 'Weitere Bedienelemente',
  },

  calls,
  callPeople,
  interview,
  interviewPanel,
  interviewSetup,
  debrief,

  recording,

  people: {
    title: 'Teilnehmende',
    search: 'Teilnehmende suchen',
    clearSearch: 'Suche leeren',
    found: (count: number) => (count === 1 ? '1 Person gefunden' : `${count} Personen gefunden`),
    nobodyFound: 'Niemand heißt so.',
    microphoneOn: 'Mikrofon an',
    microphoneOff: 'Mikrofon aus',
    cameraOn: 'Kamera an',
    cameraOff: 'Kamera aus',
    sharing: 'Teilt den Bildschirm',
    reconnecting: 'Verbindung wird wiederhergestellt …',
  },

  chat: {
    title: 'Chat',
    log: 'Chatnachrichten',
    unread: (count: number) =>
      count === 1 ? '1 ungelesene Nachricht' : `${count} ungelesene Nachrichten`,
    newMessages: (count: number) =>
      count === 1 ? '1 neue Nachricht' : `${count} neue Nachrichten`,
    empty: 'Noch keine Nachrichten',
    emptyText: 'Wer später beitritt, kann lesen, was Sie hier schreiben.',
    loading: 'Nachrichten werden geladen …',
    older: 'Ältere Nachrichten zeigen',
    loadingOlder: 'Ältere Nachrichten werden geladen …',
    today: 'Heute',
    yesterday: 'Gestern',
    historyFailed: 'Frühere Nachrichten konnten nicht geladen werden. Neuer Versuch läuft …',
    to: 'An',
    everyone: 'Alle',
    gone: (name: string) => `${name} (nicht mehr hier)`,
    goneNote: (name: string) =>
      `${name} ist nicht mehr hier und bekommt keine privaten Nachrichten.`,
    message: 'Nachricht',
    placeholder: 'Nachricht schreiben',
    privatePlaceholder: 'Private Nachricht',
    send: 'Senden',
    tooLong: (count: number) =>
      `Höchstens ${format.number(4000)} Zeichen. Diese Nachricht hat ${format.number(count)}.`,
    left: (count: number) => `Noch ${format.number(count)} Zeichen`,
    timeOf: (at: number) => format.time(at),
    dayOf: (at: number) => format.day(at),
    queueFull: 'Zu viele ungesendete Nachrichten. Warten Sie, bis Sie wieder verbunden sind.',
    you: (name: string) => `${name} (Sie)`,
    privateTo: (name: string) => `Nur an ${name}`,
    privateToYou: 'Nur an Sie',
    edited: 'bearbeitet',
    deleted: 'Nachricht gelöscht',
    edit: 'Bearbeiten',
    delete: 'Löschen',
    deleteQuestion: 'Diese Nachricht löschen?',
    keep: 'Behalten',
    editMessage: 'Nachricht bearbeiten',
    save: 'Speichern',
    cancel: 'Abbrechen',
    notChanged: 'Die Nachricht konnte nicht geändert werden. Versuchen Sie es erneut.',
    sending: 'Wird gesendet …',
    queuedOffline: 'Wird gesendet, sobald Sie wieder verbunden sind',
    queuedStorage: 'Der Server kann sie gerade nicht speichern. Neuer Versuch läuft …',
    recipientGone: (name: string) => `Nicht gesendet: ${name} ist nicht mehr im Meeting.`,
    refused: 'Nicht gesendet: Der Server hat sie nicht angenommen.',
    tryAgain: 'Erneut versuchen',
  },

  settings: {
    language: 'Sprache',
    languageFailed:
      'Die Sprache konnte nicht geladen werden. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.',
    sounds: 'Töne',
    soundsHint:
      'Wenn jemand beitritt, geht, die Hand hebt oder schreibt, während der Chat geschlossen ist.',
    shortcuts: 'Tastenkürzel',
    shortcutsHint:
      'Einzelne Tasten wie M und V. Beim Tippen tun sie nichts. Drücken Sie ?, um alle zu sehen.',
  },

  shortcuts: {
    title: 'Tastenkürzel',
    note: 'Tastenkürzel tun nichts, während Sie tippen oder ein Dialog offen ist.',
    off: 'Tastenkürzel sind ausgeschaltet. Schalten Sie sie unter „Einstellungen“ ein.',
    keys: { ' ': 'Leertaste' },
    names: {
      microphone: 'Mikrofon ein- oder ausschalten',
      talk: 'Gedrückt halten, um bei ausgeschaltetem Mikrofon zu sprechen',
      camera: 'Kamera ein- oder ausschalten',
      share: 'Bildschirm teilen oder Teilen beenden',
      chat: 'Chat öffnen oder schließen',
      people: 'Liste der Teilnehmenden öffnen oder schließen',
      interview: 'Interviewbereich öffnen oder schließen',
      nextQuestion: 'Die nächste Frage des Interviews stellen',
      note: 'Eine Notiz zum Interview schreiben',
      hand: 'Hand heben oder senken',
      react: 'Reaktion wählen',
      fullScreen: 'Vollbild ein- oder ausschalten',
      help: 'Tastenkürzel zeigen',
    },
  },

  transport: {
    connecting: 'Verbindung wird hergestellt …',
    reconnecting: 'Verbindung wird wiederhergestellt …',
    reconnectingAttempt: (attempt: number) =>
      `Verbindung wird wiederhergestellt … Versuch ${attempt}`,
    missing: {
      paused: 'Video angehalten: Ihre Verbindung ist langsam',
      undecodable: 'Dieser Browser kann das Video nicht zeigen',
    },
    retry: 'Erneut versuchen',
    failed: {
      no_route: 'Keine Verbindung zu dieser Person',
      relay_unreachable: 'Der Relay-Server war nicht erreichbar',
      no_answer: 'Diese Person antwortet nicht',
      server_unreachable: 'Der Medienserver war nicht erreichbar',
      negotiation: 'Ihre Browser passen nicht zusammen',
    },
    advice: {
      no_route:
        'Vielleicht ist eine Firewall im Weg. Versuchen Sie ein anderes Netzwerk oder schalten Sie Ihr VPN aus.',
      relay_unreachable:
        'Vielleicht blockiert ihn Ihr Netzwerk. Versuchen Sie ein anderes oder fragen Sie die Leute, die diesen Server betreiben.',
      no_answer:
        'Vielleicht hat die Person keine Verbindung. Convene versucht es erneut, sobald sie wieder da ist.',
      server_unreachable:
        'Vielleicht blockiert ihn Ihr Netzwerk. Versuchen Sie ein anderes oder bitten Sie die Leute, die diesen Server betreiben, seinen Port für Medien zu öffnen.',
      negotiation: 'Aktualisieren Sie beide Browser und versuchen Sie es erneut.',
    },
  },

  quality: {
    path: {
      mesh: 'Von Browser zu Browser: Nur wer hier ist, hat die Schlüssel.',
      server: 'Über den Server, der die Schlüssel hat.',
    },
    title: 'Verbindungsdetails',
    levels: { good: 'Gute Verbindung', fair: 'Mäßige Verbindung', poor: 'Schlechte Verbindung' },
    own: 'Was Sie senden',
    nobody: 'Noch ist sonst niemand da, daher gibt es nichts zu messen.',
    measuring: 'Wird gemessen …',
    received: 'Empfangen',
    sent: 'Gesendet',
    codec: 'Codec',
    resolution: 'Auflösung',
    frameRate: 'Bildrate',
    screen: 'Bildschirm',
    bitrate: 'Bitrate',
    bitrateAll: 'Bitrate, an alle',
    loss: 'Verlust',
    roundTrip: 'Umlaufzeit',
    jitter: 'Jitter',
    freezes: 'Standbilder',
    route: 'Weg',
    limited: 'Begrenzt durch',
    unknown: 'Unbekannt',
    perSecond: (count: number) => `${count} pro Sekunde`,
    kilobits: (count: number) => `${count} kbit/s`,
    percent: (count: number) => `${format.tenths(count)} %`,
    milliseconds: (count: number) => `${count} ms`,
    routeOf: (relayed: boolean, protocol: string | null) => {
      const way = relayed ? 'Über einen Relay-Server' : 'Direkt';
      return protocol ? `${way} (${protocol.toUpperCase()})` : way;
    },
    limitedBy: (bandwidth: number, cpu: number) => {
      if (Math.max(bandwidth, cpu) < 0.1) return 'Nichts';
      return cpu > bandwidth ? 'Dieses Gerät' : 'Das Netzwerk';
    },
    reasons: {
      loss_received: 'Ein Teil von Bild und Ton kommt nicht bei Ihnen an.',
      loss_sent: 'Ein Teil von Bild und Ton kommt nicht bei den anderen an.',
      round_trip: 'Bild und Ton kommen verspätet an.',
      jitter: 'Der Ton kommt ungleichmäßig an.',
      frozen: 'Das Bild bleibt immer wieder stehen.',
      bandwidth: 'Das Netzwerk ist zu langsam für volle Bildqualität.',
      cpu: 'Dieses Gerät ist zu ausgelastet für volle Bildqualität.',
    },
    advice: {
      at_their_end:
        'Ihre anderen Verbindungen sind gut. Die Ursache liegt vermutlich bei dieser Person.',
      nearer_router: 'Gehen Sie näher an Ihren Router oder verwenden Sie ein Kabel.',
      stop_downloads: 'Halten Sie Downloads, Backups und Videos im selben Netzwerk an.',
      camera_off: 'Schalten Sie Ihre Kamera aus, damit mehr Platz für den Ton bleibt.',
      close_programs: 'Schließen Sie andere Apps und Tabs, die dieses Gerät beanspruchen.',
      allow_udp:
        'Versuchen Sie ein anderes Netzwerk oder bitten Sie die Leute, die Ihres betreiben, UDP zu erlauben.',
      nearer_relay:
        'Die Verbindung geht über einen Relay-Server. Fragen Sie die Leute, die diesen Server betreiben, nach einem in Ihrer Nähe.',
      vpn_off: 'Schalten Sie Ihr VPN aus oder versuchen Sie ein anderes Netzwerk.',
    },
  },

  entry,
  lobby,
  ended,
  hosts,
  streams,
  plan,
  ordering,
  question,
  picker,
  bank,
  startInterview,
  report,

  status: {
    joining: 'Sie treten dem Meeting bei …',
    reconnecting:
      'Verbindung unterbrochen. Sie wird wiederhergestellt … Die anderen sehen und hören Sie vielleicht weiterhin.',
    reconnected: 'Sie sind wieder verbunden.',
    supersededTitle: 'Dieses Meeting ist in einem anderen Tab geöffnet',
    supersededText: 'Bild und Ton sind dorthin gewechselt. Sie können in beiden Tabs fortfahren.',
    useHere: 'Hier fortfahren',
    leftTitle: 'Sie haben das Meeting verlassen',
    leftText: 'Kamera und Mikrofon sind aus.',
    rejoin: 'Erneut teilnehmen',
    failedTitle: 'Sie sind nicht im Meeting',
    failed: {
      unreachable:
        'Der Server antwortet nicht. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.',
      meeting_not_found: 'Dieses Meeting gibt es nicht mehr.',
      room_full: 'Das Meeting ist voll. Versuchen Sie es erneut, wenn jemand gegangen ist.',
      lobby_full: 'In der Lobby warten zu viele Personen. Versuchen Sie es später erneut.',
      meeting_locked:
        'Ein Host hat das Meeting gesperrt. Niemand sonst kann teilnehmen. Fragen Sie einen Host oder versuchen Sie es später erneut.',
      media_server_required:
        'Das Video dieses Meetings läuft über den Server. Diese Seite kann das nicht.',
      meeting_ended: 'Ein Host hat dieses Meeting beendet.',
      password_required: 'Dieses Meeting ist mit einem Passwort geschützt.',
      wrong_password: 'Falsches Passwort.',
      removed: 'Ein Host hat Sie entfernt. Sie können wieder teilnehmen.',
      storage_unavailable:
        'Der Server kann dieses Meeting gerade nicht öffnen. Versuchen Sie es später erneut.',
      rate_limited: 'Zu viele Versuche. Warten Sie eine Minute und versuchen Sie es erneut.',
      server_closing: 'Der Server startet neu. Versuchen Sie es gleich noch einmal.',
      invalid_token: 'Sie waren zu lange weg. Treten Sie erneut bei.',
      already_joined:
        'Sie sind schon in diesem Meeting. Laden Sie die Seite neu und versuchen Sie es erneut.',
      invalid_payload:
        'Der Server hat Ihren Namen nicht angenommen. Ändern Sie ihn und versuchen Sie es erneut.',
      other: 'Auf dem Server ist etwas schiefgegangen. Versuchen Sie es gleich noch einmal.',
    },
  },

  notFound: {
    title: 'Seite nicht gefunden',
    text: 'Prüfen Sie die Adresse. Ein Meeting-Link sieht so aus: /m/abc-defg-hij.',
  },

  apiDocs: {
    title: 'REST-API',
    loading: 'Die Beschreibung wird geladen …',
    failed: 'Die Beschreibung konnte nicht geladen werden.',
    download: 'OpenAPI-Beschreibung (JSON)',
    operations: 'Operationen',
    schemas: 'Schemata',
    parameters: 'Parameter',
    requestBody: 'Anfragekörper',
    responses: 'Antworten',
    example: 'Beispiel',
    required: 'erforderlich',
    version: (version: string) => `Version ${version}`,
    realtime:
      'Ereignisse in einem laufenden Meeting gehen über Socket.IO. Sie sind in docs/protocol.md beschrieben.',
  },
};
