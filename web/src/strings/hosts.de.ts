import type * as en from './hosts.en';

/** Hosts, the lobby and entering a meeting, in German; a part of `de.ts`. */
export const entry: typeof en.entry = {
  password: 'Passwort',
  passwordHint: 'Fragen Sie die Person, die Sie eingeladen hat.',
  passwordEmpty: 'Geben Sie das Passwort dieses Meetings ein.',
  passwordWrong:
    'Falsches Passwort. Prüfen Sie Groß- und Kleinschreibung und Leerzeichen und versuchen Sie es erneut.',
  tooSoon: (seconds: number) =>
    seconds === 1
      ? 'Zu viele Versuche. Versuchen Sie es in einer Sekunde erneut.'
      : `Zu viele Versuche. Versuchen Sie es in ${seconds} Sekunden erneut.`,
  lockedNote: 'Ein Host hat das Meeting gesperrt. Niemand sonst kann teilnehmen.',
  lobbyNote: 'Sie warten in der Lobby, bis ein Host Sie hereinlässt.',
  fullNote: 'Das Meeting ist voll. Erst muss jemand gehen.',
  lockedTitle: 'Das Meeting ist gesperrt',
  fullTitle: 'Das Meeting ist voll',
  lobbyFullTitle: 'Die Lobby ist voll',
};

export const lobby: typeof en.lobby = {
  title: 'Sie bitten um Einlass …',
  asking: 'Ein Host wird gefragt …',
  waiting: 'Sie warten, bis ein Host Sie hereinlässt.',
  waitingForHost:
    'Noch ist kein Host da. Bleiben Sie auf dieser Seite: Ein Host sieht, dass Sie warten.',
  cancel: 'Abbrechen',
  admitted: 'Ein Host hat Sie hereingelassen.',
};

export const ended: typeof en.ended = {
  deniedTitle: 'Der Host hat Sie nicht hereingelassen',
  deniedText: 'Fragen Sie noch einmal oder wenden Sie sich an die Person, die Sie eingeladen hat.',
  askAgain: 'Noch einmal fragen',
  removedTitle: 'Ein Host hat Sie entfernt',
  removedMayReturn: 'Kamera und Mikrofon sind aus. Sie dürfen wieder teilnehmen.',
  removedForGood:
    'Kamera und Mikrofon sind aus. Falls das ein Versehen war, wenden Sie sich an die Person, die Sie eingeladen hat.',
  joinAgain: 'Wieder teilnehmen',
  endedTitle: 'Das Meeting ist beendet',
  endedByYou: 'Sie haben es für alle beendet. Kamera und Mikrofon sind aus.',
  endedText: 'Ein Host hat es für alle beendet. Kamera und Mikrofon sind aus.',
  endedBefore:
    'Ein Host hat dieses Meeting beendet, und sein Link gilt nicht mehr. Sie können ein neues starten.',
};

export const hosts: typeof en.hosts = {
  aHost: 'Ein Host',
  roles: { host: 'Host', co_host: 'Co-Host' },

  waitingList: 'In der Lobby',
  asksToJoin: (name: string) => `${name} bittet um Einlass`,
  askToJoin: (count: number) => `${count} Personen bitten um Einlass`,
  andMore: (count: number) => (count === 1 ? 'Und eine weitere' : `Und ${count} weitere`),
  suspect: 'Aus demselben Netzwerk wie eine entfernte Person',
  admit: 'Hereinlassen',
  admitAll: 'Alle hereinlassen',
  deny: 'Ablehnen',

  controls: 'Host-Funktionen',
  muteAll: 'Alle stummschalten',
  mutedAll: 'Alle anderen sind stummgeschaltet.',
  lock: 'Meeting sperren',
  unlock: 'Meeting entsperren',
  endOptions: 'Optionen zum Beenden',
  endForAll: 'Für alle beenden',
  endTitle: 'Das Meeting für alle beenden?',
  endText:
    'Alle verlassen das Meeting, der Link gilt nicht mehr, und niemand kann den Chat mehr lesen.',

  actionsFor: (name: string) => `Aktionen für ${name}`,
  mute: 'Stummschalten',
  askToUnmute: 'Um Einschalten bitten',
  askedToUnmute: (name: string) => `Sie haben ${name} gebeten, das Mikrofon einzuschalten`,
  stopVideo: 'Video ausschalten',
  stopSharing: 'Teilen beenden',
  lowerHand: 'Hand senken',
  rename: 'Umbenennen',
  makeCoHost: 'Zum Co-Host machen',
  removeCoHost: 'Nicht mehr Co-Host',
  remove: 'Entfernen',

  renameTitle: (name: string) => `${name} umbenennen`,
  renameSelfTitle: 'Ihren Namen ändern',
  name: 'Name',
  renameHint: 'Alle sehen diesen Namen. Die Person behält ihn, wenn sie wiederkommt.',
  renameSelfHint: 'Alle sehen diesen Namen.',
  save: 'Speichern',
  cancel: 'Abbrechen',

  removeTitle: (name: string) => `${name} entfernen?`,
  removeChoice: 'Darf die Person wiederkommen?',
  mayReturn: 'Wiederkommen erlauben',
  mayReturnHint: 'Die Person kann über den Link wieder teilnehmen.',
  forGood: 'Nicht wieder hereinlassen',
  forGoodHint:
    'Wer neu aus demselben Netzwerk kommt, wartet in der Lobby, bis Sie entscheiden. Das gilt auch für andere Personen dort.',

  comingIn: 'Beitritt',
  lobbyLabel: 'Lobby',
  lobbyHint: 'Neue Personen warten, bis ein Host sie hereinlässt.',
  password: 'Passwort',
  passwordHint: 'Neue Personen müssen es eingeben. Wer schon hier war, muss das nicht.',
  passwordIsSet: 'Das Meeting hat ein Passwort. Um es zu ändern, legen Sie ein neues fest.',
  passwordEmpty: 'Geben Sie zuerst ein Passwort ein.',
  passwordTooLong: 'Höchstens 128 Zeichen.',
  setPassword: 'Passwort festlegen',
  changePassword: 'Passwort ändern',
  removePassword: 'Passwort entfernen',
  passwordKept: 'Passwort festgelegt.',
  passwordGone: 'Passwort entfernt.',
  whoMay: 'Berechtigungen',
  onlyHostsShare: 'Nur Hosts dürfen den Bildschirm teilen',
  onlyHostsShareHint: 'Gäste, die ihren Bildschirm teilen, hören damit auf.',
  onlyHostsChat: 'Nur Hosts dürfen chatten',
  onlyHostsChatHint: 'Gäste können weiterhin mitlesen.',
  onlyHostsRecord: 'Nur Hosts dürfen aufzeichnen',
  onlyHostsRecordHint: 'Mit anderen Apps kann man weiterhin aufzeichnen.',

  changed: {
    locked: {
      on: 'Das Meeting ist gesperrt. Niemand sonst kann teilnehmen.',
      off: 'Das Meeting ist entsperrt. Man kann wieder teilnehmen.',
    },
    lobby: {
      on: 'Neue Personen warten jetzt in der Lobby.',
      off: 'Neue Personen warten nicht mehr in der Lobby.',
    },
    share: {
      on: 'Nur Hosts dürfen jetzt den Bildschirm teilen.',
      off: 'Alle dürfen jetzt den Bildschirm teilen.',
    },
    chat: { on: 'Nur Hosts dürfen jetzt chatten.', off: 'Alle dürfen jetzt chatten.' },
    webinar: {
      on: 'Neue Personen kommen jetzt ins Publikum.',
      off: 'Neue Personen kommen nicht mehr ins Publikum.',
    },
    record: { on: 'Nur Hosts dürfen jetzt aufzeichnen.', off: 'Alle dürfen jetzt aufzeichnen.' },
    link_preview: {
      on: 'Link-Vorschauen zeigen jetzt, wer da ist.',
      off: 'Link-Vorschauen zeigen nicht mehr, wer da ist.',
    },
  },
  forHosts: {
    share: 'Hier dürfen nur Hosts den Bildschirm teilen.',
    chat: 'Hier dürfen nur Hosts chatten.',
    record: 'Hier dürfen nur Hosts aufzeichnen.',
  },
  stopped: {
    microphone: (by: string) => `${by} hat Sie stummgeschaltet`,
    camera: (by: string) => `${by} hat Ihre Kamera ausgeschaltet`,
    screen_share: (by: string) => `${by} hat das Teilen Ihres Bildschirms beendet`,
  },
  unmuteAsked: (by: string) => `${by} bittet Sie, das Mikrofon einzuschalten`,
  unmute: 'Mikrofon einschalten',
  stayMuted: 'Stumm bleiben',
  nowCoHost: 'Sie sind jetzt Co-Host.',
  nowHost: 'Sie sind jetzt Host.',
  nowHostSince: (name: string) => `Sie sind Host, solange ${name} nicht da ist.`,
  noLongerCoHost: 'Sie sind nicht mehr Co-Host.',
  noLongerHost: 'Sie sind nicht mehr Host.',
  noLongerHostSince: (name: string) => `${name} ist wieder da. Sie sind nicht mehr Host.`,
  renamed: (name: string) => `Sie heißen jetzt ${name}.`,
  titleNow: (title: string) => `Dieses Meeting heißt jetzt „${title}“.`,
  titleGone: 'Dieses Meeting hat keinen Titel mehr.',

  notKept: 'Noch nicht gespeichert',
  notKeptNote:
    'Ihre Änderung gilt, aber der Server kann sie noch nicht speichern. Er versucht es weiter. Startet er vorher neu, geht die Änderung verloren.',

  failed: {
    not_allowed: 'Das dürfen Sie nicht.',
    participant_not_found: 'Die Person ist nicht mehr da.',
    room_full: 'Das Meeting ist voll. Erst muss jemand gehen.',
    no_media_server: 'Dieser Server kann das nicht: Er leitet kein Bild und keinen Ton weiter.',
    media_server_required:
      'Dafür ist der Weg über den Server nötig. Ändern Sie zuerst das Webinar.',
    wrong_state: 'Jemand nutzt hier eine App, die nicht über den Server senden kann.',
    storage_unavailable: 'Der Server kann das gerade nicht speichern. Es hat sich nichts geändert.',
    disconnected:
      'Das wurde nicht gesendet. Versuchen Sie es erneut, sobald Sie wieder verbunden sind.',
    other: 'Das hat nicht geklappt. Versuchen Sie es erneut.',
    ownName: 'Ein Host hat Ihnen diesen Namen gegeben. Nur ein Host kann ihn ändern.',
  },
};
