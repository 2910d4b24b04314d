/** Hosts, the lobby and entering a meeting, in English; a part of `en.ts`. */
export const entry = {
  password: 'Password',
  passwordHint: 'Ask the person who invited you.',
  passwordEmpty: 'Enter the password of this meeting.',
  passwordWrong: 'Wrong password. Check capital letters and spaces, and try again.',
  tooSoon: (seconds: number) =>
    seconds === 1
      ? 'Too many attempts. Try again in 1 second.'
      : `Too many attempts. Try again in ${seconds} seconds.`,
  lockedNote: 'A host locked the meeting. No one else can join.',
  lobbyNote: 'You will wait in the lobby until a host lets you in.',
  fullNote: 'The meeting is full. Someone has to leave first.',
  lockedTitle: 'The meeting is locked',
  fullTitle: 'The meeting is full',
  lobbyFullTitle: 'The lobby is full',
};

export const lobby = {
  title: 'Asking to join…',
  asking: 'Asking a host…',
  waiting: 'Waiting for a host to let you in.',
  waitingForHost: 'No host is here yet. Stay on this page: a host will see that you are waiting.',
  cancel: 'Cancel',
  admitted: 'A host let you in.',
};

export const ended = {
  deniedTitle: 'The host did not let you in',
  deniedText: 'Ask again, or check with the person who invited you.',
  askAgain: 'Ask again',
  removedTitle: 'A host removed you',
  removedMayReturn: 'Camera and microphone are off. You may join again.',
  removedForGood:
    'Camera and microphone are off. If that was a mistake, ask the person who invited you.',
  joinAgain: 'Join again',
  endedTitle: 'The meeting has ended',
  endedByYou: 'You ended it for everyone. Camera and microphone are off.',
  endedText: 'A host ended it for everyone. Camera and microphone are off.',
  endedBefore: 'A host ended this meeting, and its link no longer works. You can start a new one.',
};

export const hosts = {
  aHost: 'A host',
  roles: { host: 'Host', co_host: 'Co-host' },

  // The lobby, as hosts see it.
  waitingList: 'Waiting in the lobby',
  asksToJoin: (name: string) => `${name} wants to join`,
  askToJoin: (count: number) => `${count} people want to join`,
  andMore: (count: number) => (count === 1 ? 'And one more' : `And ${count} more`),
  suspect: 'From the same network as someone who was removed',
  admit: 'Admit',
  admitAll: 'Admit all',
  deny: 'Deny',

  // Actions on everybody.
  controls: 'Host controls',
  muteAll: 'Mute all',
  mutedAll: 'Everyone else is muted.',
  lock: 'Lock meeting',
  unlock: 'Unlock meeting',
  endOptions: 'End options',
  endForAll: 'End for all',
  endTitle: 'End the meeting for all?',
  endText: 'Everyone leaves, the link stops working, and no one can read the chat any more.',

  // Actions on one participant.
  actionsFor: (name: string) => `Actions for ${name}`,
  mute: 'Mute',
  askToUnmute: 'Ask to unmute',
  askedToUnmute: (name: string) => `You asked ${name} to unmute`,
  stopVideo: 'Stop video',
  stopSharing: 'Stop sharing',
  lowerHand: 'Lower hand',
  rename: 'Rename',
  makeCoHost: 'Make co-host',
  removeCoHost: 'Remove as co-host',
  remove: 'Remove',

  renameTitle: (name: string) => `Rename ${name}`,
  renameSelfTitle: 'Change your name',
  name: 'Name',
  renameHint: 'Shown to everyone. They keep this name when they come back.',
  renameSelfHint: 'Shown to everyone.',
  save: 'Save',
  cancel: 'Cancel',

  removeTitle: (name: string) => `Remove ${name}?`,
  removeChoice: 'May they come back?',
  mayReturn: 'Allow to return',
  mayReturnHint: 'They can join again with the link.',
  forGood: 'Do not let them back in',
  forGoodHint:
    'New people from their network wait in the lobby until you decide. This includes others on that network.',

  // Settings.
  comingIn: 'Joining',
  lobbyLabel: 'Lobby',
  lobbyHint: 'New people wait until a host admits them.',
  password: 'Password',
  passwordHint: 'New people have to enter it. People who were here before do not.',
  passwordIsSet: 'The meeting has a password. To change it, set a new one.',
  passwordEmpty: 'Enter a password first.',
  passwordTooLong: 'Use at most 128 characters.',
  setPassword: 'Set password',
  changePassword: 'Change password',
  removePassword: 'Remove password',
  passwordKept: 'Password set.',
  passwordGone: 'Password removed.',
  whoMay: 'Permissions',
  onlyHostsShare: 'Only hosts can share',
  onlyHostsShareHint: 'Stops screens that guests are sharing.',
  onlyHostsChat: 'Only hosts can chat',
  onlyHostsChatHint: 'Guests can still read.',
  onlyHostsRecord: 'Only hosts can record',
  onlyHostsRecordHint: 'People can still record with other apps.',

  // Announcements.
  changed: {
    locked: {
      on: 'The meeting is locked. No one else can join.',
      off: 'The meeting is unlocked. People can join again.',
    },
    lobby: {
      on: 'New people now wait in the lobby.',
      off: 'New people no longer wait in the lobby.',
    },
    share: { on: 'Only hosts can share now.', off: 'Everyone can share now.' },
    chat: { on: 'Only hosts can chat now.', off: 'Everyone can chat now.' },
    webinar: {
      on: 'New people now come as viewers.',
      off: 'New people no longer come as viewers.',
    },
    record: { on: 'Only hosts can record now.', off: 'Everyone can record now.' },
    link_preview: {
      on: 'Link previews now show who is here.',
      off: 'Link previews no longer show who is here.',
    },
  },
  forHosts: {
    share: 'Only hosts can share here.',
    chat: 'Only hosts can chat here.',
    record: 'Only hosts can record here.',
  },
  stopped: {
    microphone: (by: string) => `${by} muted you`,
    camera: (by: string) => `${by} turned off your camera`,
    screen_share: (by: string) => `${by} stopped your screen sharing`,
  },
  unmuteAsked: (by: string) => `${by} is asking you to unmute`,
  unmute: 'Unmute',
  stayMuted: 'Stay muted',
  nowCoHost: 'You are now a co-host.',
  nowHost: 'You are now the host.',
  nowHostSince: (name: string) => `You are the host while ${name} is away.`,
  noLongerCoHost: 'You are no longer a co-host.',
  noLongerHost: 'You are no longer the host.',
  noLongerHostSince: (name: string) => `${name} is back, so you are no longer the host.`,
  renamed: (name: string) => `Your name is now ${name}.`,
  titleNow: (title: string) => `This meeting is now called “${title}”.`,
  titleGone: 'This meeting no longer has a title.',

  notKept: 'Not saved yet',
  notKeptNote:
    'Your change is in effect, but the server cannot save it yet. It keeps trying. If it restarts first, the change is lost.',

  failed: {
    not_allowed: 'You are not allowed to do that.',
    participant_not_found: 'That person has left.',
    room_full: 'The meeting is full. Someone has to leave first.',
    no_media_server: 'This server cannot do that: it forwards no video and sound.',
    media_server_required: 'That needs the path through the server. Change the webinar first.',
    wrong_state: 'Someone here uses an app that cannot send through the server.',
    storage_unavailable: 'The server cannot save that right now. Nothing has changed.',
    disconnected: 'That was not sent. Try again when you are back online.',
    other: 'That did not work. Try again.',
    ownName: 'A host gave you this name. Only a host can change it.',
  },
};
