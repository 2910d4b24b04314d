import { bank, ordering, picker, plan, question, startInterview } from './bank.de';
import { calls } from './calls.de';
import { door } from './door.de';
import type { Strings } from './en';
import { formats } from './formats';
import { ended, entry, hosts, lobby } from './hosts.de';
import { interview } from './interview.de';
import { layouts } from './layouts.de';
import { recording } from './recording.de';
import { report } from './report.de';
import { ringing } from './ringing.de';

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
      'Laden Sie sie neu, um fortzufahren. Wenn es wieder geschieht, sagen Sie es den Leuten, die diesen Server betreiben.',
    reload: 'Neu laden',
    partFailed:
      'Das konnte nicht geladen werden. Versuchen Sie es erneut oder laden Sie die Seite neu.',
  },

  landing: {
    title: 'Gute Meetings beginnen mit einem Link.',
    sentence:
      'In einem beliebigen Browser öffnen, Kamera prüfen, sprechen. Ohne Konto, ohne Installation.',
    codeLabel: 'Meeting-Code oder Link',
    codePlaceholder: 'abc-defg-hij',
    join: 'Teilnehmen',
    or: 'oder an einem teilnehmen',
    call: 'Anrufen',
    callHint: 'Jemanden über die Kennung anrufen',
    codeEmpty:
      'Geben Sie einen Meeting-Code ein oder fügen Sie einen Link ein, zum Beispiel abc-defg-hij.',
    codeInvalid:
      'Das ist kein Meeting-Code. Er besteht aus zehn Buchstaben, zum Beispiel abc-defg-hij.',
    unreachable:
      'Der Server antwortet nicht. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.',
    rateLimited:
      'Von hier aus wurden gerade zu viele Meetings gestartet. Warten Sie eine Minute und versuchen Sie es erneut.',
    refused:
      'Der Server hat das nicht angenommen. Laden Sie die Seite neu und versuchen Sie es erneut.',
    serverError: 'Der Server hat ein Problem. Versuchen Sie es gleich noch einmal.',
    recent: 'Letzte Meetings',
    recentAt: (at: Date) => format.dayAndTime(at),
    forget: (code: string) => `${code} vergessen`,
    forgetAll: 'Alle vergessen',
    promises: [
      { title: 'Auf direktem Weg', text: 'Bild und Ton werden verschlüsselt übertragen.' },
      { title: 'Auf jedem Gerät', text: 'Telefon, Tablet oder Computer: Der Browser genügt.' },
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
    nameHint: 'Die anderen sehen ihn.',
    nameEmpty: 'Geben Sie Ihren Namen ein, damit die anderen wissen, wer Sie sind.',
    nameTooLong: (count: number) => `Höchstens 64 Zeichen; hier sind es ${count}.`,
    nameForbidden:
      'Dieser Name enthält Zeichen, die nicht angezeigt werden können. Schreiben Sie ihn ohne diese.',
    joinNow: 'Jetzt teilnehmen',
    joining: 'Sie treten bei …',
    withoutDevices:
      'Sie können ohne Kamera und Mikrofon teilnehmen und die anderen sehen und hören.',
    withoutCamera: 'Sie können auch ohne Kamera teilnehmen.',
    withoutMicrophone: 'Sie können auch ohne Mikrofon teilnehmen und die anderen hören.',
    missingTitle: 'Dieses Meeting gibt es nicht',
    missingText: (code: string) =>
      `Kein Meeting hat den Code ${code}. Prüfen Sie, ob im Link ein Buchstabe fehlt, oder bitten Sie noch einmal darum.`,
    malformedText: (code: string) =>
      `„${code}“ ist kein Meeting-Code. Er besteht aus zehn Buchstaben, zum Beispiel abc-defg-hij.`,
    tryAnotherCode: 'Einen anderen Code versuchen',
    unreachableTitle: 'Der Server antwortet nicht',
    unreachableText: 'Prüfen Sie Ihre Verbindung. Der Link bleibt gültig.',
    busyTitle: 'Zu viele Versuche',
    busyText: 'Warten Sie eine Minute und versuchen Sie es erneut. Der Link bleibt gültig.',
    serverTitle: 'Der Server hat ein Problem',
    serverText: 'Versuchen Sie es gleich noch einmal. Der Link bleibt gültig.',
  },

  devices: {
    title: 'Geräte',
    camera: 'Kamera',
    microphone: 'Mikrofon',
    speaker: 'Lautsprecher',
    defaultSpeaker: 'Standard des Systems',
    noCamera: 'Keine Kamera gefunden',
    noMicrophone: 'Kein Mikrofon gefunden',
    notAllowed: 'Nicht erlaubt',
    unnamedCamera: (index: number) => `Kamera ${index}`,
    unnamedMicrophone: (index: number) => `Mikrofon ${index}`,
    unnamedSpeaker: (index: number) => `Lautsprecher ${index}`,
    speakerFixed:
      'Dieser Browser lässt eine Seite den Lautsprecher nicht wählen. Der Ton geht dorthin, wohin Ihr System ihn leitet.',
    testSpeaker: 'Lautsprecher testen',
    testingSpeaker: 'Wird abgespielt …',
    testFailed: 'Der Ton konnte nicht abgespielt werden.',
    pickSpeaker: 'Anderen Lautsprecher wählen',
    pickFailed: 'Der Lautsprecher konnte nicht gewechselt werden.',
    level: 'Mikrofonpegel',
    levelMuted: 'Schalten Sie das Mikrofon ein, um zu sehen, dass es funktioniert.',
    levelHint: 'Sagen Sie etwas: Der Balken bewegt sich.',
    levelSilent:
      'Es kommt kein Ton an. Suchen Sie einen Schalter am Mikrofon selbst oder wählen Sie ein anderes.',
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
    autoGainControl: 'Automatische Pegelregelung',
    hints: {
      echoCancellation:
        'Hält den Ton Ihrer Lautsprecher aus Ihrem Mikrofon heraus. Mit Kopfhörern können Sie sie ausschalten.',
      noiseSuppression:
        'Filtert Lüfter, Tasten und Verkehr heraus. Schalten Sie sie für Musik aus.',
      autoGainControl: 'Macht eine leise Stimme lauter und eine laute leiser.',
    },
    fixed: {
      browser: 'Dieser Browser kann das nicht umschalten.',
      device: 'Bei diesem Mikrofon lässt sich das nicht umschalten.',
    },
    listensMuted: 'Bemerken, wenn ich bei ausgeschaltetem Mikrofon spreche',
    listensMutedHint:
      'Solange Ihr Mikrofon hier ausgeschaltet ist, hört diese Seite mit, damit sie Sie erinnern kann. Sie sendet und speichert nichts davon.',
    youAreMuted: 'Ihr Mikrofon ist ausgeschaltet',
    unmuteByKey: 'Mit [M] schalten Sie es ein. Oder halten Sie zum Sprechen die [Leertaste].',
    unmuteByButton: 'Die anderen hören Sie nicht.',
    unmuteMicrophone: 'Mikrofon einschalten und sprechen',
    talking: 'Sie sprechen – Leertaste loslassen, um das Mikrofon auszuschalten',
    trouble: {
      silent: {
        title: 'Von Ihrem Mikrofon kommt kein Ton',
        text: 'Die anderen hören Sie nicht. Suchen Sie einen Schalter am Mikrofon selbst oder wählen Sie ein anderes.',
      },
      interrupted: {
        title: 'Ihr Mikrofon wird zurückgehalten',
        text: 'Das System oder der Browser schaltet es stumm, wegen eines Anrufs oder der Einstellungen zum Datenschutz. Die anderen hören Sie nicht.',
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
      refused: 'Convene darf Ihre Kamera nicht verwenden',
      not_found: 'Es wurde keine Kamera gefunden',
      in_use: 'Ein anderes Programm verwendet Ihre Kamera',
      insecure: 'Der Browser erlaubt unter dieser Adresse keine Kamera',
      ended: 'Ihre Kamera wurde getrennt',
      interrupted: 'Ihre Kamera ist angehalten',
      unknown: 'Ihre Kamera startet nicht',
    },
    microphone: {
      refused: 'Convene darf Ihr Mikrofon nicht verwenden',
      not_found: 'Es wurde kein Mikrofon gefunden',
      in_use: 'Ein anderes Programm verwendet Ihr Mikrofon',
      insecure: 'Der Browser erlaubt unter dieser Adresse kein Mikrofon',
      ended: 'Ihr Mikrofon wurde getrennt',
      interrupted: 'Ihr Mikrofon ist angehalten',
      unknown: 'Ihr Mikrofon startet nicht',
    },
    both: {
      refused: 'Convene darf Kamera und Mikrofon nicht verwenden',
      not_found: 'Es wurden weder Kamera noch Mikrofon gefunden',
      in_use: 'Ein anderes Programm verwendet Kamera und Mikrofon',
      insecure: 'Der Browser erlaubt unter dieser Adresse weder Kamera noch Mikrofon',
      ended: 'Kamera und Mikrofon wurden getrennt',
      interrupted: 'Kamera und Mikrofon sind angehalten',
      unknown: 'Kamera und Mikrofon starten nicht',
    },
    screen:
      'Der Bildschirm konnte nicht geteilt werden. Versuchen Sie es erneut oder wählen Sie stattdessen ein Fenster.',
  },

  advice: {
    refused: {
      chrome:
        'Klicken Sie auf das Symbol vor der Adresse, schalten Sie es dort ein und drücken Sie „Erneut versuchen“.',
      edge: 'Klicken Sie auf das Schloss vor der Adresse, wählen Sie „Zulassen“ und drücken Sie „Erneut versuchen“.',
      firefox:
        'Klicken Sie auf das durchgestrichene Symbol vor der Adresse, heben Sie die Sperre auf und drücken Sie „Erneut versuchen“.',
      safari:
        'Öffnen Sie im Menü „Safari“ die Einstellungen für diese Website, wählen Sie „Erlauben“ und laden Sie die Seite neu.',
      ios: 'Tippen Sie auf das Seitenmenü in der Adressleiste, dann auf „Website-Einstellungen“, wählen Sie „Erlauben“ und laden Sie die Seite neu.',
      android:
        'Tippen Sie auf das Symbol vor der Adresse, dann auf „Berechtigungen“, erlauben Sie es und drücken Sie „Erneut versuchen“.',
      other:
        'Erlauben Sie es in den Einstellungen des Browsers für diese Website und drücken Sie „Erneut versuchen“.',
    },
    not_found:
      'Schließen Sie eines an oder prüfen Sie, ob es eingeschaltet ist, und drücken Sie „Erneut versuchen“.',
    in_use:
      'Schließen Sie das andere Programm, oft eine andere Meeting-App, und drücken Sie „Erneut versuchen“.',
    insecure:
      'Browser erlauben sie nur über https oder auf localhost. Die Leute, die diesen Server betreiben, können ihn mit --tls self-signed starten.',
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
      `Das Kopieren wurde nicht erlaubt. Kopieren Sie es von Hand: ${text}`,
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
    startedSharing: (name: string) => `${name} teilt einen Bildschirm`,
    stoppedSharing: (name: string) => `${name} teilt nicht mehr`,
  },

  ringing,
  door,
  layouts,

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
    noPictureInPicture: 'Dieser Browser kann kein kleines Fenster im Vordergrund zeigen.',
    pictureInPictureRefused: 'Das kleine Fenster hat sich nicht geöffnet.',
    nothingToShow: 'Gerade hat niemand ein Bild, das ein kleines Fenster zeigen könnte.',
    wholeScreen: 'Den ganzen Bildschirm teilen?',
    wholeScreenText:
      'Sie sind dabei, Ihren ganzen Bildschirm zu teilen. Die anderen sehen dann alles darauf, auch Nachrichten, die aufklappen. Ist diese Seite dabei, sehen sie das Meeting im Meeting, immer wieder. Noch sieht niemand etwas.',
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
    notSent:
      'Das konnte nicht gesendet werden. Versuchen Sie es erneut, sobald Sie verbunden sind.',
    more: 'Mehr',
    moreControls: 'Weitere Bedienelemente',
  },

  calls,
  interview,

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
    sharing: 'Teilt einen Bildschirm',
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
    emptyText: 'Was Sie hier schreiben, bleibt für alle erhalten, die später beitreten.',
    loading: 'Nachrichten werden geladen …',
    older: 'Ältere Nachrichten zeigen',
    loadingOlder: 'Ältere Nachrichten werden geladen …',
    today: 'Heute',
    yesterday: 'Gestern',
    historyFailed:
      'Frühere Nachrichten können gerade nicht geladen werden. Es wird erneut versucht …',
    to: 'An',
    everyone: 'Alle',
    gone: (name: string) => `${name} (nicht mehr hier)`,
    goneNote: (name: string) =>
      `${name} ist nicht mehr hier. Eine private Nachricht kommt jetzt nicht an.`,
    message: 'Nachricht',
    placeholder: 'Nachricht schreiben',
    privatePlaceholder: 'Private Nachricht',
    send: 'Senden',
    tooLong: (count: number) =>
      `Höchstens ${format.number(4000)} Zeichen; hier sind es ${format.number(count)}.`,
    left: (count: number) => `Noch ${format.number(count)} Zeichen`,
    timeOf: (at: number) => format.time(at),
    dayOf: (at: number) => format.day(at),
    queueFull: 'Zu viele Nachrichten warten. Warten Sie, bis Sie wieder verbunden sind.',
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
    queuedOffline: 'Wartet auf die Verbindung',
    queuedStorage: 'Der Server kann sie gerade nicht speichern. Es wird erneut versucht …',
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
    shortcutsHint: 'Einzelne Tasten wie M und V, solange Sie nicht tippen. ? zeigt alle.',
  },

  shortcuts: {
    title: 'Tastenkürzel',
    note: 'Nicht beim Tippen und nicht in einem Dialog.',
    off: 'Sie sind ausgeschaltet. Schalten Sie sie unter „Geräte“ ein.',
    keys: { ' ': 'Leertaste' },
    names: {
      microphone: 'Mikrofon ein- oder ausschalten',
      talk: 'Bei ausgeschaltetem Mikrofon: sprechen, solange Sie sie halten',
      camera: 'Kamera ein- oder ausschalten',
      share: 'Bildschirm teilen oder das Teilen beenden',
      chat: 'Chat öffnen oder schließen',
      people: 'Teilnehmende öffnen oder schließen',
      interview: 'Interview öffnen oder schließen',
      hand: 'Hand heben oder senken',
      react: 'Eine Reaktion wählen',
      fullScreen: 'Vollbild ein- oder ausschalten',
      help: 'Die Tastenkürzel zeigen',
    },
  },

  transport: {
    connecting: 'Verbindung wird hergestellt …',
    reconnecting: 'Verbindung wird wiederhergestellt …',
    reconnectingAttempt: (attempt: number) =>
      `Verbindung wird wiederhergestellt … Versuch ${attempt}`,
    retry: 'Erneut versuchen',
    failed: {
      no_route: 'Kein Weg zu dieser Person',
      relay_unreachable: 'Das Relay war nicht erreichbar',
      no_answer: 'Keine Antwort von dieser Person',
      negotiation: 'Die Browser konnten sich nicht einigen',
    },
    advice: {
      no_route:
        'Vielleicht ist eine Firewall im Weg. Versuchen Sie ein anderes Netz oder schalten Sie ein VPN aus.',
      relay_unreachable:
        'Vielleicht blockiert Ihr Netz es. Versuchen Sie ein anderes oder fragen Sie die Leute, die den Server betreiben.',
      no_answer:
        'Vielleicht hat die Person keine Verbindung. Convene versucht es erneut, sobald sie wieder da ist.',
      negotiation: 'Aktualisieren Sie beide Browser und versuchen Sie es erneut.',
    },
  },

  quality: {
    title: 'Verbindungsdetails',
    levels: { good: 'Gute Verbindung', fair: 'Mäßige Verbindung', poor: 'Schlechte Verbindung' },
    own: 'Was Sie senden',
    nobody: 'Noch ist niemand da, um Bild und Ton auszutauschen.',
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
    unknown: 'nicht bekannt',
    perSecond: (count: number) => `${count} pro Sekunde`,
    kilobits: (count: number) => `${count} kbit/s`,
    percent: (count: number) => `${format.tenths(count)} %`,
    milliseconds: (count: number) => `${count} ms`,
    routeOf: (relayed: boolean, protocol: string | null) => {
      const way = relayed ? 'Über ein Relay' : 'Direkt';
      return protocol ? `${way} (${protocol.toUpperCase()})` : way;
    },
    limitedBy: (bandwidth: number, cpu: number) => {
      if (Math.max(bandwidth, cpu) < 0.1) return 'Nichts';
      return cpu > bandwidth ? 'Dieses Gerät' : 'Das Netz';
    },
    reasons: {
      loss_received: 'Ein Teil dessen, was an Sie gesendet wird, geht verloren.',
      loss_sent: 'Ein Teil dessen, was Sie senden, geht verloren.',
      round_trip: 'Gesagtes kommt spät an.',
      jitter: 'Der Ton kommt ungleichmäßig an.',
      frozen: 'Das Bild bleibt immer wieder stehen.',
      bandwidth: 'Für das ganze Bild ist zu wenig Bandbreite da.',
      cpu: 'Dieses Gerät ist zu ausgelastet, um das volle Bild zu senden.',
    },
    advice: {
      at_their_end: 'Zu den anderen ist die Verbindung gut: Es liegt wohl an der Gegenseite.',
      nearer_router: 'Gehen Sie näher an Ihren Router oder verwenden Sie ein Kabel.',
      stop_downloads:
        'Halten Sie Downloads, Sicherungen und Videos an, die dasselbe Netz verwenden.',
      camera_off: 'Schalten Sie Ihre Kamera aus, damit mehr für den Ton bleibt.',
      close_programs: 'Schließen Sie andere Programme und Tabs, die dieses Gerät beanspruchen.',
      allow_udp:
        'Versuchen Sie ein anderes Netz oder bitten Sie die Leute, die Ihres betreiben, UDP durchzulassen.',
      nearer_relay:
        'Die Verbindung geht über ein Relay. Fragen Sie die Leute, die diesen Server betreiben, nach einem näheren.',
      vpn_off: 'Schalten Sie ein VPN aus oder versuchen Sie ein anderes Netz.',
    },
  },

  entry,
  lobby,
  ended,
  hosts,
  plan,
  ordering,
  question,
  picker,
  bank,
  startInterview,
  report,

  status: {
    joining: 'Sie treten bei …',
    reconnecting:
      'Verbindung unterbrochen – sie wird wiederhergestellt. Die anderen sehen und hören Sie vielleicht weiterhin.',
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
      lobby_full: 'In der Lobby warten zu viele. Versuchen Sie es später erneut.',
      meeting_locked:
        'Ein Host hat das Meeting gesperrt: Niemand Neues kommt herein. Fragen Sie dort nach oder versuchen Sie es später.',
      meeting_ended: 'Ein Host hat dieses Meeting beendet.',
      password_required: 'Dieses Meeting braucht ein Passwort.',
      wrong_password: 'Das ist nicht das Passwort dieses Meetings.',
      removed: 'Ein Host hat Sie entfernt. Sie können als neue Person wieder teilnehmen.',
      storage_unavailable:
        'Der Server kann dieses Meeting gerade nicht öffnen. Versuchen Sie es später erneut.',
      rate_limited: 'Zu viele Versuche. Warten Sie eine Minute und versuchen Sie es erneut.',
      server_closing: 'Der Server startet neu. Versuchen Sie es gleich noch einmal.',
      invalid_token: 'Sie waren zu lange weg. Treten Sie erneut bei.',
      already_joined:
        'Sie sind schon in diesem Meeting. Laden Sie die Seite neu und versuchen Sie es erneut.',
      invalid_payload:
        'Der Server hat Ihren Namen nicht angenommen. Ändern Sie ihn und versuchen Sie es erneut.',
      other: 'Der Server hat ein Problem. Versuchen Sie es gleich noch einmal.',
    },
  },

  notFound: {
    title: 'Hier ist nichts',
    text: 'Diese Adresse führt nirgendwohin. Ein Link zu einem Meeting sieht so aus: /m/abc-defg-hij.',
  },

  apiDocs: {
    title: 'REST-Schnittstelle',
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
      'Was in einem Meeting geschieht, läuft über Socket.IO und ist in docs/protocol.md beschrieben.',
  },
};
