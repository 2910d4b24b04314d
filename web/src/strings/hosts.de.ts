import type * as en from './hosts.en';

/** Hosts, the lobby and entering a meeting, in German; a part of `de.ts`. */
export const entry: typeof en.entry = {
  password: 'Passwort',
  passwordHint: 'Fragen Sie die Person, die Sie eingeladen hat.',
  passwordEmpty: 'Geben Sie das Passwort dieses Meetings ein.',
  passwordWrong:
    'Das ist nicht das Passwort. Prüfen Sie Groß- und Kleinschreibung und Leerzeichen und versuchen Sie es erneut.',
  tooSoon: (seconds: number) =>
    seconds === 1
      ? 'Zu viele Versuche. Versuchen Sie es in einer Sekunde erneut.'
      : `Zu viele Versuche. Versuchen Sie es in ${seconds} Sekunden erneut.`,
  lockedNote: 'Ein Host hat das Meeting gesperrt: Niemand Neues kommt herein.',
  lobbyNote: 'Sie warten in der Lobby, bis ein Host Sie hereinlässt.',
  fullNote: 'Das Meeting ist voll: Erst muss jemand gehen.',
  lockedTitle: 'Das Meeting ist gesperrt',
  fullTitle: 'Das Meeting ist voll',
  lobbyFullTitle: 'Es warten zu viele',
};

export const lobby: typeof en.lobby = {
  title: 'Sie bitten um Einlass …',
  asking: 'Ein Host wird gefragt …',
  waiting: 'Warten Sie, bis ein Host Sie hereinlässt.',
  waitingForHost:
    'Noch ist kein Host da. Bleiben Sie ruhig hier: Kommt ein Host, sieht er, dass Sie warten.',
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
  suspect: 'Aus dem Netz einer Person, die entfernt wurde',
  admit: 'Hereinlassen',
  admitAll: 'Alle hereinlassen',
  deny: 'Ablehnen',

  controls: 'Host-Funktionen',
  muteAll: 'Alle stummschalten',
  mutedAll: 'Alle anderen sind stumm.',
  lock: 'Meeting sperren',
  unlock: 'Meeting entsperren',
  endOptions: 'Optionen zum Beenden',
  endForAll: 'Für alle beenden',
  endTitle: 'Das Meeting für alle beenden?',
  endText: 'Alle müssen gehen, und der Link gilt nicht mehr. Niemand kann den Chat mehr lesen.',

  actionsFor: (name: string) => `Aktionen für ${name}`,
  mute: 'Stummschalten',
  askToUnmute: 'Um Ton bitten',
  askedToUnmute: (name: string) => `${name} wird gebeten, das Mikrofon einzuschalten`,
  stopVideo: 'Video ausschalten',
  stopSharing: 'Freigabe beenden',
  lowerHand: 'Hand senken',
  rename: 'Umbenennen',
  makeCoHost: 'Zum Co-Host machen',
  removeCoHost: 'Nicht mehr Co-Host',
  remove: 'Entfernen',

  renameTitle: (name: string) => `${name} umbenennen`,
  renameSelfTitle: 'Ihren Namen ändern',
  name: 'Name',
  renameHint: 'Alle sehen ihn. Die Person behält diesen Namen, wenn sie wiederkommt.',
  renameSelfHint: 'Alle sehen ihn.',
  save: 'Speichern',
  cancel: 'Abbrechen',

  removeTitle: (name: string) => `${name} entfernen?`,
  removeChoice: 'Darf die Person wiederkommen?',
  mayReturn: 'Wiederkommen erlauben',
  mayReturnHint: 'Die Person kann über den Link wieder teilnehmen.',
  forGood: 'Nicht wieder hereinlassen',
  forGoodHint:
    'Wer neu aus dem Netz der Person kommt, wartet dann in der Lobby, und Sie entscheiden. Das gilt auch für andere Personen dort.',

  comingIn: 'Einlass',
  lobbyLabel: 'Lobby',
  lobbyHint: 'Neue warten, bis ein Host sie hereinlässt.',
  password: 'Passwort',
  passwordHint: 'Wer neu ist, muss es kennen. Wer schon hier war, wird nicht danach gefragt.',
  passwordIsSet:
    'Das Meeting hat ein Passwort. Es wird hier nicht angezeigt: Setzen Sie ein anderes, um es zu ändern.',
  passwordEmpty: 'Geben Sie erst ein Passwort ein.',
  passwordTooLong: 'Höchstens 128 Zeichen.',
  setPassword: 'Passwort setzen',
  changePassword: 'Passwort ändern',
  removePassword: 'Passwort entfernen',
  passwordKept: 'Das Passwort ist gesetzt.',
  passwordGone: 'Das Meeting hat jetzt kein Passwort.',
  whoMay: 'Wer was darf',
  onlyHostsShare: 'Nur Hosts dürfen freigeben',
  onlyHostsShareHint: 'Beendet die Bildschirmfreigaben von Gästen.',
  onlyHostsChat: 'Nur Hosts dürfen chatten',
  onlyHostsChatHint: 'Gäste lesen weiter mit.',
  onlyHostsRecord: 'Nur Hosts dürfen aufzeichnen',
  onlyHostsRecordHint: 'Mit einem anderen Programm kann man weiterhin aufzeichnen.',

  changed: {
    locked: {
      on: 'Das Meeting ist gesperrt: Niemand Neues kommt herein.',
      off: 'Das Meeting ist wieder offen.',
    },
    lobby: {
      on: 'Wer neu ist, wartet jetzt in der Lobby.',
      off: 'Wer neu ist, wartet nicht mehr in der Lobby.',
    },
    share: { on: 'Nur Hosts dürfen jetzt freigeben.', off: 'Alle dürfen jetzt freigeben.' },
    chat: { on: 'Nur Hosts dürfen jetzt chatten.', off: 'Alle dürfen jetzt chatten.' },
    record: { on: 'Nur Hosts dürfen jetzt aufzeichnen.', off: 'Alle dürfen jetzt aufzeichnen.' },
  },
  forHosts: {
    share: 'Hier dürfen nur Hosts freigeben.',
    chat: 'Hier dürfen nur Hosts chatten.',
    record: 'Hier dürfen nur Hosts aufzeichnen.',
  },
  stopped: {
    microphone: (by: string) => `${by} hat Sie stummgeschaltet`,
    camera: (by: string) => `${by} hat Ihre Kamera ausgeschaltet`,
    screen_share: (by: string) => `${by} hat Ihre Bildschirmfreigabe beendet`,
  },
  unmuteAsked: (by: string) => `${by} bittet Sie, das Mikrofon einzuschalten`,
  unmute: 'Mikrofon einschalten',
  stayMuted: 'Stumm bleiben',
  nowCoHost: 'Sie sind jetzt Co-Host.',
  nowHost: 'Sie sind jetzt Host.',
  nowHostSince: (name: string) => `Sie sind jetzt Host, da ${name} nicht da ist.`,
  noLongerCoHost: 'Sie sind nicht mehr Co-Host.',
  noLongerHost: 'Sie sind nicht mehr Host.',
  noLongerHostSince: (name: string) => `${name} ist wieder da: Sie sind nicht mehr Host.`,
  renamed: (name: string) => `Sie heißen jetzt ${name}.`,

  notKept: 'Noch nicht gespeichert',
  notKeptNote:
    'Ihre Änderung gilt, aber der Server kann sie noch nicht speichern und versucht es weiter. Startet er vorher neu, geht sie verloren.',

  failed: {
    not_allowed: 'Das dürfen Sie nicht.',
    participant_not_found: 'Die Person ist nicht mehr da.',
    room_full: 'Das Meeting ist voll. Erst muss jemand gehen.',
    storage_unavailable: 'Der Server kann das gerade nicht speichern. Es hat sich nichts geändert.',
    disconnected:
      'Das konnte nicht gesendet werden. Versuchen Sie es erneut, sobald Sie verbunden sind.',
    other: 'Das hat nicht geklappt. Versuchen Sie es erneut.',
    ownName: 'Ein Host hat Ihnen diesen Namen gegeben: Nur ein Host kann ihn ändern.',
  },
};
