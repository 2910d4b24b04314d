import { bank, ordering, picker, plan, question, startInterview } from './bank.en';
import { calls } from './calls.en';
import { door } from './door.en';
import { formats } from './formats';
import { ended, entry, hosts, lobby } from './hosts.en';
import { interview } from './interview.en';
import { layouts } from './layouts.en';
import { recording } from './recording.en';
import { report } from './report.en';
import { ringing } from './ringing.en';

const format = formats('en');

/** "Ana", "Ana and Ben", "Ana and 3 others". */
function people(names: string[]): string {
  const [first = '', second = ''] = names;
  if (names.length <= 1) return first;
  return names.length === 2 ? `${first} and ${second}` : `${first} and ${names.length - 1} others`;
}

/**
 * Every text that a person sees or hears, in English. Components get them from `useStrings` in
 * `./index`; a translation is another object of the type {@link Strings}.
 */
export const en = {
  product: 'Convene',

  common: {
    home: 'Go to the start page',
    tryAgain: 'Try again',
    close: 'Close',
    loading: 'Loading…',
    startMeeting: 'Start meeting',
    crashed: 'Something went wrong on this page.',
    crashedAdvice:
      'Reload it to continue. If it happens again, tell the people who run this server.',
    reload: 'Reload',
    partFailed: 'This could not be loaded. Try again, or reload the page.',
  },

  landing: {
    title: 'Good meetings start with a link.',
    sentence:
      'Open it in any browser, check your camera, and talk. No account, nothing to install.',
    codeLabel: 'Meeting code or link',
    codePlaceholder: 'abc-defg-hij',
    join: 'Join',
    or: 'or join one',
    call: 'Call',
    callHint: 'Call somebody by their id',
    codeEmpty: 'Enter a meeting code or paste a link, for example abc-defg-hij.',
    codeInvalid: 'That is not a meeting code. One has ten letters, for example abc-defg-hij.',
    unreachable: 'The server does not answer. Check your connection and try again.',
    rateLimited: 'Too many meetings were started from here just now. Wait a minute and try again.',
    refused: 'The server did not accept that. Reload the page and try again.',
    serverError: 'The server has a problem. Try again in a moment.',
    recent: 'Recent meetings',
    recentAt: (at: Date) => format.dayAndTime(at),
    forget: (code: string) => `Forget ${code}`,
    forgetAll: 'Forget all',
    promises: [
      { title: 'Straight to each other', text: 'Picture and sound are encrypted on their way.' },
      { title: 'On any device', text: 'Phone, tablet or computer: the browser is enough.' },
      { title: 'On your own server', text: 'One program that you can run yourself.' },
    ],
  },

  prejoin: {
    pageTitle: (code: string) => `Join ${code}`,
    title: 'Ready to join?',
    checking: 'Looking for the meeting…',
    nobodyThere: 'Nobody is here yet. You will be the first.',
    onePersonThere: 'One person is here.',
    peopleThere: (count: number) => `${count} people are here.`,
    preview: 'Camera preview',
    cameraOff: 'Your camera is off',
    cameraStarting: 'Starting the camera…',
    nameLabel: 'Your name',
    nameHint: 'The others see it.',
    nameEmpty: 'Enter your name, so that the others know who you are.',
    nameTooLong: (count: number) => `At most 64 characters; this has ${count}.`,
    nameForbidden: 'This name has characters that cannot be shown. Type it without them.',
    joinNow: 'Join now',
    joining: 'Joining…',
    withoutDevices: 'You can join without camera and microphone and still see and hear the others.',
    withoutCamera: 'You can also join without a camera.',
    withoutMicrophone: 'You can also join without a microphone, and hear the others.',
    missingTitle: 'There is no such meeting',
    missingText: (code: string) =>
      `No meeting has the code ${code}. Check the link for a missing letter, or ask for it again.`,
    malformedText: (code: string) =>
      `“${code}” is not a meeting code. One has ten letters, for example abc-defg-hij.`,
    tryAnotherCode: 'Try another code',
    unreachableTitle: 'The server does not answer',
    unreachableText: 'Check your connection. The link still works.',
    busyTitle: 'Too many attempts',
    busyText: 'Wait a minute, then try again. The link still works.',
    serverTitle: 'The server has a problem',
    serverText: 'Try again in a moment. The link still works.',
  },

  devices: {
    title: 'Devices',
    camera: 'Camera',
    microphone: 'Microphone',
    speaker: 'Speaker',
    defaultSpeaker: 'System default',
    noCamera: 'No camera found',
    noMicrophone: 'No microphone found',
    notAllowed: 'Not allowed',
    unnamedCamera: (index: number) => `Camera ${index}`,
    unnamedMicrophone: (index: number) => `Microphone ${index}`,
    unnamedSpeaker: (index: number) => `Speaker ${index}`,
    speakerFixed:
      'This browser does not let a page choose the speaker. Sound goes where your system sends it.',
    testSpeaker: 'Test speaker',
    testingSpeaker: 'Playing…',
    testFailed: 'The sound could not be played.',
    pickSpeaker: 'Choose another speaker',
    pickFailed: 'The speaker could not be changed.',
    level: 'Microphone level',
    levelMuted: 'Unmute to see that your microphone works.',
    levelHint: 'Say something: the bar moves.',
    levelSilent:
      'No sound arrives. Look for a switch on the microphone itself, or choose another one.',
    turnOffCamera: 'Turn off camera',
    turnOnCamera: 'Turn on camera',
    mute: 'Mute',
    unmute: 'Unmute',
  },

  /** The own voice and microphone. Square brackets mark a key. */
  voice: {
    title: 'Your voice',
    echoCancellation: 'Echo cancellation',
    noiseSuppression: 'Noise suppression',
    autoGainControl: 'Automatic gain control',
    hints: {
      echoCancellation:
        'Keeps the sound of your speakers out of your microphone. With headphones you can turn it off.',
      noiseSuppression: 'Filters out fans, keys and traffic. Turn it off for music.',
      autoGainControl: 'Makes a quiet voice louder and a loud one quieter.',
    },
    fixed: {
      browser: 'This browser cannot switch it.',
      device: 'This microphone cannot switch it.',
    },
    listensMuted: 'Notice when I speak muted',
    listensMutedHint:
      'While you are muted, this page listens to your microphone so that it can remind you. It neither sends nor keeps what it hears.',
    youAreMuted: 'You are muted',
    unmuteByKey: 'Press [M] to unmute, or hold [Space] to talk.',
    unmuteByButton: 'The others do not hear you.',
    unmuteMicrophone: 'Unmute microphone',
    talking: 'Talking — release Space to mute',
    trouble: {
      silent: {
        title: 'No sound arrives from your microphone',
        text: 'The others cannot hear you. Look for a switch on the microphone itself, or choose another one.',
      },
      interrupted: {
        title: 'Your microphone is held back',
        text: 'Your system or browser silences it, because of a phone call or its privacy settings. The others cannot hear you.',
      },
      ended: {
        title: 'Your microphone was disconnected',
        text: 'The others cannot hear you. Plug it in again, or choose another one.',
      },
    },
    chooseMicrophone: 'Choose another microphone',
    dismiss: 'Dismiss',
    nowUsing: (microphone: string) => `Your microphone was disconnected. Now using ${microphone}.`,
    volumeOf: (name: string) => `Volume of ${name}`,
    percent: (value: number) => `${value}%`,
  },

  /** Problems by device. */
  problems: {
    camera: {
      refused: 'Convene may not use your camera',
      not_found: 'No camera was found',
      in_use: 'Another program is using your camera',
      insecure: 'The browser allows no camera on this address',
      ended: 'Your camera was disconnected',
      interrupted: 'Your camera is paused',
      unknown: 'Your camera does not start',
    },
    microphone: {
      refused: 'Convene may not use your microphone',
      not_found: 'No microphone was found',
      in_use: 'Another program is using your microphone',
      insecure: 'The browser allows no microphone on this address',
      ended: 'Your microphone was disconnected',
      interrupted: 'Your microphone is paused',
      unknown: 'Your microphone does not start',
    },
    both: {
      refused: 'Convene may not use your camera and microphone',
      not_found: 'No camera and no microphone were found',
      in_use: 'Another program is using your camera and microphone',
      insecure: 'The browser allows no camera or microphone on this address',
      ended: 'Your camera and microphone were disconnected',
      interrupted: 'Your camera and microphone are paused',
      unknown: 'Your camera and microphone do not start',
    },
    screen: 'The screen could not be shared. Try again, or choose a window instead.',
  },

  /** Advice by problem. `refused` is by browser, since each has the switch in another place. */
  advice: {
    refused: {
      chrome: 'Click the icon before the address, switch it on there, then press “Try again”.',
      edge: 'Click the lock before the address, choose Allow, then press “Try again”.',
      firefox:
        'Click the crossed-out icon before the address to clear the block, then press “Try again”.',
      safari: 'In the menu Safari, open Settings for This Website, choose Allow, then reload.',
      ios: 'Tap the page menu in the address bar, then Website Settings, choose Allow, then reload.',
      android:
        'Tap the icon before the address, then Permissions, allow it, then press “Try again”.',
      other: 'Allow it in the browser’s settings for this site, then press “Try again”.',
    },
    not_found: 'Plug one in, or check that it is switched on, then press “Try again”.',
    in_use:
      'Close the other program that uses it, often another meeting app, then press “Try again”.',
    insecure:
      'Browsers allow them only on https or localhost. The people who run this server can start it with --tls self-signed.',
    ended: 'Plug it in again or choose another one, then press “Try again”.',
    interrupted:
      'A phone call, another app or a privacy switch paused it. It comes back when that ends. If not, press “Try again”.',
    unknown: 'Unplug it and plug it in again, or restart the browser, then press “Try again”.',
  },

  meeting: {
    pageTitle: (code: string) => `Meeting ${code}`,
    stage: 'Participants',
    controls: 'Controls',
    you: (name: string) => `${name} (you)`,
    screenOf: (name: string) => `${name}'s screen`,
    ownScreenOf: (name: string) => `${name}'s screen (you)`,
    ownScreen: 'You are sharing your screen',
    ownScreenHint: 'The others see it. It is not shown here, so that it does not mirror itself.',
    muted: 'Microphone off',
    cameraOff: 'Camera off',
    speaking: 'Speaking',
    duration: 'Duration',
    copyCode: (code: string) => `Copy meeting code ${code}`,
    codeCopied: 'Meeting code copied',
    copyLink: 'Copy link',
    linkCopied: 'Link copied',
    copyFailed: (text: string) => `Copying was not allowed. Copy it by hand: ${text}`,
    copyInvitation: 'Copy invitation',
    invitation: (url: string) => `Join me on Convene: ${url}`,
    invitationCopied: 'Invitation copied',
    aloneTitle: 'You are the only one here',
    aloneText: 'Send this link to the people you want to meet.',
    shareScreen: 'Share screen',
    stopSharing: 'Stop sharing',
    leave: 'Leave',
    turnOnSound: 'Turn on sound',
    soundBlocked: 'Your browser blocks the sound until you press this.',
    startedSharing: (name: string) => `${name} shares a screen`,
    stoppedSharing: (name: string) => `${name} stopped sharing`,
  },

  ringing,
  door,
  layouts,

  stage: {
    pin: (label: string) => `Pin ${label}`,
    unpin: (label: string) => `Unpin ${label}`,
    pinned: 'Pinned',
    view: 'View',
    tileFullScreen: (label: string) => `Show ${label} in full screen`,
    fullScreen: 'Full screen',
    exitFullScreen: 'Exit full screen',
    fullScreenRefused: 'The browser did not allow full screen.',
    pictureInPicture: 'Picture-in-picture',
    closePictureInPicture: 'Close picture-in-picture',
    noPictureInPicture: 'This browser cannot show a small window on top of others.',
    pictureInPictureRefused: 'The small window did not open.',
    nothingToShow: 'Nobody has a picture to show in a small window right now.',
    wholeScreen: 'Share your whole screen?',
    wholeScreenText:
      'You are about to share your whole screen. The others will see everything on it, including messages that pop up. If this page is on it, they will see the meeting inside the meeting, again and again. Nobody sees anything yet.',
    shareAnyway: 'Share anyway',
    chooseElse: 'Choose something else',
    cancel: 'Cancel',
  },

  talk: {
    joined: (names: string[]) => `${people(names)} joined`,
    left: (names: string[]) => `${people(names)} left`,
    raisedHand: (names: string[]) =>
      names.length === 1 ? `${people(names)} raised a hand` : `${people(names)} raised their hands`,
    reacted: (names: string[], reaction: string) => `${people(names)} reacted ${reaction}`,
    wrote: (names: string[]) => `New message from ${people(names)}`,
    wrotePrivately: (names: string[]) => `New private message from ${people(names)}`,
    react: 'React',
    reactions: 'Reactions',
    reactionNames: {
      '👍': 'Thumbs up',
      '❤️': 'Heart',
      '😂': 'Laughing',
      '😮': 'Surprised',
      '😢': 'Sad',
      '👏': 'Applause',
      '🎉': 'Celebration',
      '🙏': 'Thanks',
    },
    raiseHand: 'Raise hand',
    lowerHand: 'Lower hand',
    handNumber: (place: number) => `Hand raised, number ${place}`,
    notSent: 'That could not be sent. Try again when you are connected.',
    more: 'More',
    moreControls: 'More controls',
  },

  calls,
  interview,

  recording,

  people: {
    title: 'Participants',
    search: 'Search participants',
    clearSearch: 'Clear search',
    found: (count: number) => (count === 1 ? '1 person found' : `${count} people found`),
    nobodyFound: 'Nobody has a name like that.',
    microphoneOn: 'Microphone on',
    microphoneOff: 'Microphone off',
    cameraOn: 'Camera on',
    cameraOff: 'Camera off',
    sharing: 'Shares a screen',
    reconnecting: 'Reconnecting…',
  },

  chat: {
    title: 'Chat',
    log: 'Chat messages',
    unread: (count: number) => (count === 1 ? '1 unread message' : `${count} unread messages`),
    newMessages: (count: number) => (count === 1 ? '1 new message' : `${count} new messages`),
    empty: 'No messages yet',
    emptyText: 'What you write here is kept for everyone who joins later.',
    loading: 'Loading messages…',
    older: 'Show older messages',
    loadingOlder: 'Loading older messages…',
    today: 'Today',
    yesterday: 'Yesterday',
    historyFailed: 'Earlier messages did not load. Trying again…',
    to: 'To',
    everyone: 'Everyone',
    gone: (name: string) => `${name} (left)`,
    goneNote: (name: string) => `${name} has left. A private message cannot reach them now.`,
    message: 'Message',
    placeholder: 'Write a message',
    privatePlaceholder: 'Private message',
    send: 'Send',
    tooLong: (count: number) =>
      `${format.number(4000)} characters at most; this has ${format.number(count)}.`,
    left: (count: number) => `${format.number(count)} characters left`,
    timeOf: (at: number) => format.time(at),
    dayOf: (at: number) => format.day(at),
    queueFull: 'Too many messages are waiting. Wait until you are connected again.',
    you: (name: string) => `${name} (you)`,
    privateTo: (name: string) => `Only to ${name}`,
    privateToYou: 'Only to you',
    edited: 'edited',
    deleted: 'Message deleted',
    edit: 'Edit',
    delete: 'Delete',
    deleteQuestion: 'Delete this message?',
    keep: 'Keep',
    editMessage: 'Edit message',
    save: 'Save',
    cancel: 'Cancel',
    notChanged: 'The message could not be changed. Try again.',
    sending: 'Sending…',
    queuedOffline: 'Waits for the connection',
    queuedStorage: 'The server cannot keep it just now. Trying again…',
    recipientGone: (name: string) => `Not sent: ${name} has left the meeting.`,
    refused: 'Not sent: the server did not accept it.',
    tryAgain: 'Try again',
  },

  settings: {
    language: 'Language',
    languageFailed: 'The language could not be loaded. Check your connection and try again.',
    sounds: 'Sounds',
    soundsHint: 'When somebody joins, leaves, raises a hand or writes while the chat is closed.',
    shortcuts: 'Keyboard shortcuts',
    shortcutsHint: 'Single keys such as M and V, except while you type. ? lists them all.',
  },

  shortcuts: {
    title: 'Keyboard shortcuts',
    note: 'They do nothing while you type or in a dialog.',
    off: 'They are switched off. Switch them on in “Devices”.',
    keys: { ' ': 'Space' },
    names: {
      microphone: 'Mute or unmute',
      talk: 'While you are muted: talk for as long as you hold it',
      camera: 'Turn the camera on or off',
      share: 'Share the screen, or stop sharing',
      chat: 'Open or close the chat',
      people: 'Open or close the participants',
      interview: 'Open or close the interview',
      hand: 'Raise or lower your hand',
      react: 'Choose a reaction',
      fullScreen: 'Enter or leave full screen',
      help: 'Show the keyboard shortcuts',
    },
  },

  transport: {
    connecting: 'Connecting…',
    reconnecting: 'Reconnecting…',
    reconnectingAttempt: (attempt: number) => `Reconnecting… attempt ${attempt}`,
    retry: 'Try again',
    failed: {
      no_route: 'No way through to this person',
      relay_unreachable: 'The relay could not be reached',
      no_answer: 'No answer from this person',
      negotiation: 'The browsers could not agree',
    },
    advice: {
      no_route: 'A firewall may be in the way. Try another network, or switch off a VPN.',
      relay_unreachable:
        'Your network may block it. Try another one, or ask the people who run the server.',
      no_answer: 'They may have lost their connection. Convene tries again when they come back.',
      negotiation: 'Update both browsers, then try again.',
    },
  },

  quality: {
    title: 'Connection details',
    levels: { good: 'Good connection', fair: 'Weak connection', poor: 'Poor connection' },
    own: 'What you send',
    nobody: 'There is nobody to exchange picture and sound with yet.',
    measuring: 'Measuring…',
    received: 'Received',
    sent: 'Sent',
    codec: 'Codec',
    resolution: 'Resolution',
    frameRate: 'Frame rate',
    screen: 'Screen',
    bitrate: 'Bitrate',
    bitrateAll: 'Bitrate, to all',
    loss: 'Loss',
    roundTrip: 'Round trip',
    jitter: 'Jitter',
    freezes: 'Freezes',
    route: 'Route',
    limited: 'Limited by',
    unknown: 'not known',
    perSecond: (count: number) => `${count} per second`,
    kilobits: (count: number) => `${count} kbit/s`,
    percent: (count: number) => `${format.tenths(count)} %`,
    milliseconds: (count: number) => `${count} ms`,
    routeOf: (relayed: boolean, protocol: string | null) => {
      const way = relayed ? 'Relayed' : 'Direct';
      return protocol ? `${way} (${protocol.toUpperCase()})` : way;
    },
    limitedBy: (bandwidth: number, cpu: number): string => {
      if (Math.max(bandwidth, cpu) < 0.1) return 'Nothing';
      return cpu > bandwidth ? 'This device' : 'The network';
    },
    reasons: {
      loss_received: 'Some of what is sent to you gets lost.',
      loss_sent: 'Some of what you send gets lost.',
      round_trip: 'What is said arrives late.',
      jitter: 'The sound arrives unevenly.',
      frozen: 'The picture keeps freezing.',
      bandwidth: 'There is too little bandwidth for the full picture.',
      cpu: 'This device is too busy to send the full picture.',
    },
    advice: {
      at_their_end: 'The others get through well, so the cause is probably at this person’s end.',
      nearer_router: 'Move closer to your router, or plug in a cable.',
      stop_downloads: 'Pause downloads, backups and videos that use the same network.',
      camera_off: 'Turn off your camera to leave more bandwidth for the sound.',
      close_programs: 'Close other programs and tabs that keep this device busy.',
      allow_udp: 'Try another network, or ask the people who run yours to let UDP through.',
      nearer_relay:
        'The connection uses a relay. Ask the people who run this server for a nearer one.',
      vpn_off: 'Switch off a VPN, or try another network.',
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
    joining: 'Joining…',
    reconnecting: 'Connection lost — reconnecting. Others may still see and hear you.',
    reconnected: 'You are connected again.',
    supersededTitle: 'This meeting is open in another tab',
    supersededText: 'Picture and sound moved there. You can continue in either tab.',
    useHere: 'Use here instead',
    leftTitle: 'You left the meeting',
    leftText: 'Camera and microphone are off.',
    rejoin: 'Rejoin',
    failedTitle: 'You are not in the meeting',
    failed: {
      unreachable: 'The server does not answer. Check your connection and try again.',
      meeting_not_found: 'This meeting no longer exists.',
      room_full: 'The meeting is full. Try again when somebody has left.',
      lobby_full: 'Too many people are waiting in the lobby. Try again later.',
      meeting_locked:
        'A host has locked the meeting, so nobody new can join. Ask them, or try again later.',
      meeting_ended: 'A host has ended this meeting.',
      password_required: 'This meeting needs a password.',
      wrong_password: 'That is not the password of this meeting.',
      removed: 'A host removed you. You can join again as somebody new.',
      storage_unavailable: 'The server cannot open this meeting right now. Try again later.',
      rate_limited: 'Too many attempts. Wait a minute, then try again.',
      server_closing: 'The server is restarting. Try again in a moment.',
      invalid_token: 'You were away for too long. Join again.',
      already_joined: 'You are already in this meeting. Reload the page and try again.',
      invalid_payload: 'The server did not accept your name. Change it and try again.',
      other: 'The server has a problem. Try again in a moment.',
    },
  },

  notFound: {
    title: 'There is nothing here',
    text: 'This address leads nowhere. A link to a meeting looks like /m/abc-defg-hij.',
  },

  apiDocs: {
    title: 'REST interface',
    loading: 'Loading the description…',
    failed: 'The description could not be loaded.',
    download: 'OpenAPI description (JSON)',
    operations: 'Operations',
    schemas: 'Schemas',
    parameters: 'Parameters',
    requestBody: 'Request body',
    responses: 'Responses',
    example: 'Example',
    required: 'required',
    version: (version: string) => `Version ${version}`,
    realtime:
      'What happens inside a meeting goes over Socket.IO and is described in docs/protocol.md.',
  },
};

export type Strings = typeof en;
