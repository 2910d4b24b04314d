import type * as en from './hosts.en';

/** What has to do with hosts and the lobby, in German; a part of `de.ts`. */
export const lobby: typeof en.lobby = {
  pageTitle: (code: string) => `Warten auf ${code}`,
  title: 'Sie bitten um Einlass …',
  waiting: 'Warten Sie, bis ein Host Sie hereinlässt.',
  waitingForHost: 'Noch ist kein Host da. Bleiben Sie ruhig hier: Ein Host sieht, dass Sie warten.',
  cancel: 'Abbrechen',
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
  endedBefore: 'Ein Host hat dieses Meeting beendet. Der Link führt nirgendwo mehr hin.',
};
