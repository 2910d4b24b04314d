import { bank, ordering, picker, plan, question, startInterview } from './bank.en';
import { callPeople } from './callPeople.en';
import { calls } from './calls.en';
import { debrief } from './debrief.en';
import { door } from './door.en';
import { formats } from './formats';
import { ended, entry, hosts, lobby } from './hosts.en';
import { interview } from './interview.en';
import { interviewPanel } from './interviewing.en';
import { layouts } from './layouts.en';
import { messages } from './messages.en';
import { paths, webinar } from './paths.en';
import { recording } from './recording.en';
import { report } from './report.en';
import { ringing } from './ringing.en';
import { interviewSetup } from './setup.en';
import { streams } from './streams.en';
import { named, naming, recents } from './titles.en';

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
      'Reload the page to continue. If it happens again, tell the people who run this server.',
    reload: 'Reload',
    partFailed: 'This could not be loaded. Try again, or reload the page.',
  },

  landing: {
    title: 'Good meetings start with a link.',
    sentence:
      'Open it in any browser, check your camera and start talking. No account, nothing to install.',
    addTitle: 'Add a title',
    titleLabel: 'Title of the meeting',
    titleHint: 'Optional. Shown to everyone with the link.',
    titleTooLong: 'Use at most 100 characters.',
    titleForbidden: 'This title contains characters that cannot be shown. Type it without them.',
    codeLabel: 'Meeting code or link',
    codeHint: 'Or the name of a room, for example standup.',
    codePlaceholder: 'abc-defg-hij',
    join: 'Join',
    or: 'or join one',
    call: 'Call',
    callHint: 'Call someone by their ID',
    codeEmpty: 'Enter a meeting code or the name of a room, or paste a link.',
    codeInvalid:
      'That is neither a meeting code nor the name of a room. A code has ten letters, for example abc-defg-hij.',
    unreachable: 'The server is not responding. Check your connection and try again.',
    rateLimited: 'Too many meetings were started from your network. Wait a minute and try again.',
    refused: 'That did not work. Reload the page and try again.',
    serverError: 'Something went wrong on the server. Try again in a moment.',
    recent: 'Recent meetings',
    recentAt: (at: Date) => format.dayAndTime(at),
    forget: (code: string) => `Remove ${code} from this list`,
    forgetAll: 'Clear list',
    promises: [
      {
        title: 'From browser to browser',
        text: 'In small meetings, only the people in them have the keys.',
      },
      { title: 'On any device', text: 'Phone, tablet or computer: a browser is all you need.' },
      { title: 'On your own server', text: 'One program that you can run yourself.' },
    ],
  },

  prejoin: {
    pageTitle: (code: string) => `Join ${code}`,
    title: 'Ready to join?',
    checking: 'Looking for the meeting…',
    nobodyThere: 'No one is here yet. You will be the first.',
    onePersonThere: 'One person is here.',
    peopleThere: (count: number) => `${count} people are here.`,
    preview: 'Camera preview',
    cameraOff: 'Your camera is off',
    cameraStarting: 'Starting the camera…',
    nameLabel: 'Your name',
    nameHint: 'Shown to the other participants.',
    nameEmpty: 'Enter your name so that others know who you are.',
    nameTooLong: (count: number) => `Use at most 64 characters. This name has ${count}.`,
    nameForbidden: 'This name contains characters that cannot be shown. Type it without them.',
    joinNow: 'Join now',
    joining: 'Joining…',
    withoutDevices: 'You can join without a camera and microphone and still see and hear everyone.',
    withoutCamera: 'You can join without a camera.',
    withoutMicrophone: 'You can join without a microphone and still hear everyone.',
    missingTitle: 'Meeting not found',
    missingText: (code: string) =>
      `No meeting has the code ${code}. Check the link for typos, or ask for it again.`,
    malformedText: (code: string) =>
      `“${code}” is not a meeting code. A code has ten letters, for example abc-defg-hij.`,
    tryAnotherCode: 'Try another code',
    unreachableTitle: 'The server is not responding',
    unreachableText: 'Check your connection. The link still works.',
    busyTitle: 'Too many attempts',
    busyText: 'Wait a minute and try again. The link still works.',
    serverTitle: 'Something went wrong on the server',
    serverText: 'Try again in a moment. The link still works.',
  },

  devices: {
    title: 'Settings',
    camera: 'Camera',
    microphone: 'Microphone',
    speaker: 'Speaker',
    defaultSpeaker: 'System default',
    noCamera: 'No camera found',
    noMicrophone: 'No microphone found',
    notAllowed: 'Blocked',
    waiting: 'Waiting for your browser…',
    off: 'Turn it on to choose one',
    unnamedCamera: (index: number) => `Camera ${index}`,
    unnamedMicrophone: (index: number) => `Microphone ${index}`,
    unnamedSpeaker: (index: number) => `Speaker ${index}`,
    speakerFixed:
      'This browser does not let websites choose the speaker. Change it in your system settings.',
    testSpeaker: 'Test speaker',
    testingSpeaker: 'Playing…',
    testFailed: 'The test sound could not be played.',
    pickSpeaker: 'Choose another speaker',
    pickFailed: 'The speaker could not be changed.',
    level: 'Microphone level',
    levelMuted: 'Unmute to test your microphone.',
    levelHint: 'Say something. The bar moves when your microphone hears you.',
    levelSilent:
      'No sound is coming in. Check for a mute switch on the microphone, or choose another one.',
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
    autoGainControl: 'Automatic volume',
    hints: {
      echoCancellation:
        'Keeps the sound of your speakers out of your microphone. With headphones you can turn it off.',
      noiseSuppression: 'Filters out fans, typing and traffic. Turn it off for music.',
      autoGainControl: 'Makes a quiet voice louder and a loud voice quieter.',
    },
    fixed: {
      browser: 'You cannot change this in this browser.',
      device: 'You cannot change this for this microphone.',
    },
    listensMuted: 'Warn me if I talk while muted',
    listensMutedHint:
      'While you are muted, this page listens to your microphone so that it can warn you. Nothing is sent or stored.',
    youAreMuted: 'You are muted',
    unmuteByKey: 'Press [M] to unmute, or hold [Space] to talk.',
    unmuteByButton: 'Others cannot hear you.',
    unmuteMicrophone: 'Unmute microphone',
    talking: 'Others can hear you. Release Space to mute.',
    trouble: {
      silent: {
        title: 'Your microphone is silent',
        text: 'Others cannot hear you. Check for a mute switch on the microphone, or choose another one.',
      },
      interrupted: {
        title: 'Your system muted your microphone',
        text: 'A phone call or a privacy setting is blocking it. Others cannot hear you.',
      },
      ended: {
        title: 'Your microphone was disconnected',
        text: 'Others cannot hear you. Plug it in again, or choose another one.',
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
      refused: 'Camera access is blocked',
      not_found: 'No camera found',
      in_use: 'Another app is using your camera',
      insecure: 'Your browser blocks the camera on this address',
      ended: 'Your camera was disconnected',
      interrupted: 'Your camera is paused',
      unknown: 'Your camera did not start',
    },
    microphone: {
      refused: 'Microphone access is blocked',
      not_found: 'No microphone found',
      in_use: 'Another app is using your microphone',
      insecure: 'Your browser blocks the microphone on this address',
      ended: 'Your microphone was disconnected',
      interrupted: 'Your microphone is paused',
      unknown: 'Your microphone did not start',
    },
    both: {
      refused: 'Camera and microphone access is blocked',
      not_found: 'No camera or microphone found',
      in_use: 'Another app is using your camera and microphone',
      insecure: 'Your browser blocks the camera and microphone on this address',
      ended: 'Your camera and microphone were disconnected',
      interrupted: 'Your camera and microphone are paused',
      unknown: 'Your camera and microphone did not start',
    },
    screen: 'Your screen could not be shared. Try again, or share a window instead.',
  },

  /** Advice by problem. `refused` is by browser, since each has the switch in another place. */
  advice: {
    refused: {
      chrome: 'Click the icon to the left of the address, allow access, then press “Try again”.',
      edge: 'Click the lock to the left of the address, choose Allow, then press “Try again”.',
      firefox:
        'Click the crossed-out icon to the left of the address, remove the block, then press “Try again”.',
      safari:
        'In the Safari menu, open Settings for This Website, choose Allow, then reload the page.',
      ios: 'Tap the page menu in the address bar, then Website Settings, choose Allow, then reload the page.',
      android:
        'Tap the icon to the left of the address, then Permissions, allow access, then press “Try again”.',
      other: 'Allow access for this site in your browser’s settings, then press “Try again”.',
    },
    not_found: 'Plug one in, or check that it is turned on, then press “Try again”.',
    in_use: 'Close the other app, often another meeting app, then press “Try again”.',
    insecure:
      'Browsers allow access only on https or localhost. Ask the people who run this server to start it with --tls self-signed.',
    ended: 'Plug it in again, or choose another one, then press “Try again”.',
    interrupted:
      'A phone call, another app or a privacy switch paused it. It comes back when that ends. If not, press “Try again”.',
    unknown: 'Unplug it and plug it in again, or restart your browser, then press “Try again”.',
  },

  meeting: {
    pageTitle: (code: string) => `Meeting ${code}`,
    stage: 'Participants',
    controls: 'Controls',
    you: (name: string) => `${name} (you)`,
    screenOf: (name: string) => `${name}'s screen`,
    ownScreenOf: (name: string) => `${name}'s screen (you)`,
    ownScreen: 'You are sharing your screen',
    ownScreenHint: 'Others can see it. It is not shown here so that it does not mirror itself.',
    muted: 'Microphone off',
    cameraOff: 'Camera off',
    speaking: 'Speaking',
    duration: 'Duration',
    copyCode: (code: string) => `Copy meeting code ${code}`,
    codeCopied: 'Meeting code copied',
    copyLink: 'Copy link',
    linkCopied: 'Link copied',
    copyFailed: (text: string) => `Your browser did not allow copying. Copy this yourself: ${text}`,
    copyInvitation: 'Copy invitation',
    invitation: (url: string) => `Join me on Convene: ${url}`,
    invitationCopied: 'Invitation copied',
    aloneTitle: 'You are the only one here',
    aloneText: 'Send this link to the people you want to meet.',
    shareScreen: 'Share screen',
    stopSharing: 'Stop sharing',
    leave: 'Leave',
    turnOnSound: 'Turn on sound',
    soundBlocked: 'Your browser blocks sound until you press this.',
    startedSharing: (name: string) => `${name} is sharing their screen`,
    stoppedSharing: (name: string) => `${name} stopped sharing their screen`,
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
    pin: (label: string) => `Pin ${label}`,
    unpin: (label: string) => `Unpin ${label}`,
    pinned: 'Pinned',
    view: 'View',
    tileFullScreen: (label: string) => `Show ${label} in full screen`,
    fullScreen: 'Full screen',
    exitFullScreen: 'Exit full screen',
    fullScreenRefused: 'Your browser did not allow full screen.',
    pictureInPicture: 'Picture-in-picture',
    closePictureInPicture: 'Close picture-in-picture',
    noPictureInPicture: 'This browser does not support picture-in-picture.',
    pictureInPictureRefused: 'Picture-in-picture could not be opened.',
    nothingToShow: 'There is no video to show right now.',
    wholeScreen: 'Share your whole screen?',
    wholeScreenText:
      'Others will see everything on it, including notifications. If this page is on that screen, they will see the meeting inside the meeting, over and over. No one sees anything yet.',
    shareAnyway: 'Share anyway',
    chooseElse: 'Choose something else',
    cancel: 'Cancel',
  },

  talk: {
    joined: (names: string[]) => `${people(names)} joined`,
    left: (names: string[]) => `${people(names)} left`,
    raisedHand: (names: string[]) =>
      names.length === 1 ? `${people(names)} raised a hand` : `${people(names)} raised their hands`,
    reacted: (names: string[], reaction: string) => `${people(names)} reacted with ${reaction}`,
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
    notSent: 'That was not sent. Try again when you are back online.',
    more: 'More',
    moreControls: 'More controls',
  },

  calls,
  callPeople,
  interview,
  interviewPanel,
  interviewSetup,
  debrief,

  recording,

  people: {
    title: 'Participants',
    search: 'Search participants',
    clearSearch: 'Clear search',
    found: (count: number) => (count === 1 ? '1 person found' : `${count} people found`),
    nobodyFound: 'No one has a name like that.',
    microphoneOn: 'Microphone on',
    microphoneOff: 'Microphone off',
    cameraOn: 'Camera on',
    cameraOff: 'Camera off',
    sharing: 'Sharing their screen',
    reconnecting: 'Reconnecting…',
  },

  chat: {
    title: 'Chat',
    log: 'Chat messages',
    unread: (count: number) => (count === 1 ? '1 unread message' : `${count} unread messages`),
    newMessages: (count: number) => (count === 1 ? '1 new message' : `${count} new messages`),
    empty: 'No messages yet',
    emptyText: 'People who join later can read what you write here.',
    loading: 'Loading messages…',
    older: 'Show older messages',
    loadingOlder: 'Loading older messages…',
    today: 'Today',
    yesterday: 'Yesterday',
    historyFailed: 'Earlier messages did not load. Trying again…',
    to: 'To',
    everyone: 'Everyone',
    gone: (name: string) => `${name} (left)`,
    goneNote: (name: string) => `${name} has left and cannot get private messages.`,
    message: 'Message',
    placeholder: 'Write a message',
    privatePlaceholder: 'Private message',
    send: 'Send',
    tooLong: (count: number) =>
      `Use at most ${format.number(4000)} characters. This message has ${format.number(count)}.`,
    left: (count: number) => `${format.number(count)} characters left`,
    timeOf: (at: number) => format.time(at),
    dayOf: (at: number) => format.day(at),
    queueFull: 'Too many unsent messages. Wait until you are back online.',
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
    queuedOffline: 'Sends when you are back online',
    queuedStorage: 'The server cannot save it right now. Trying again…',
    recipientGone: (name: string) => `Not sent: ${name} has left the meeting.`,
    refused: 'Not sent: the server did not accept it.',
    tryAgain: 'Try again',
  },

  settings: {
    language: 'Language',
    languageFailed: 'The language could not be loaded. Check your connection and try again.',
    sounds: 'Sounds',
    soundsHint: 'When someone joins, leaves, raises a hand, or writes while the chat is closed.',
    shortcuts: 'Keyboard shortcuts',
    shortcutsHint:
      'Single keys such as M and V. They do nothing while you type. Press ? to see them all.',
  },

  shortcuts: {
    title: 'Keyboard shortcuts',
    note: 'Shortcuts do nothing while you type or while a dialog is open.',
    off: 'Shortcuts are off. Turn them on in “Settings”.',
    keys: { ' ': 'Space' },
    names: {
      microphone: 'Mute or unmute',
      talk: 'Hold to talk while muted',
      camera: 'Turn your camera on or off',
      share: 'Share your screen or stop sharing',
      chat: 'Open or close the chat',
      people: 'Open or close the participant list',
      interview: 'Open or close the interview panel',
      nextQuestion: 'Ask the next question of the interview',
      note: 'Take a note in the interview',
      hand: 'Raise or lower your hand',
      react: 'Choose a reaction',
      fullScreen: 'Enter or leave full screen',
      help: 'Show keyboard shortcuts',
    },
  },

  transport: {
    connecting: 'Connecting…',
    reconnecting: 'Reconnecting…',
    reconnectingAttempt: (attempt: number) => `Reconnecting… attempt ${attempt}`,
    missing: {
      paused: 'Video paused: your connection is slow',
      undecodable: 'This browser cannot show this video',
    },
    retry: 'Try again',
    failed: {
      no_route: 'Could not connect to this person',
      relay_unreachable: 'The relay server could not be reached',
      no_answer: 'This person is not responding',
      server_unreachable: 'The media server could not be reached',
      negotiation: 'Your browsers are not compatible',
    },
    advice: {
      no_route: 'A firewall may be in the way. Try another network, or turn off your VPN.',
      relay_unreachable:
        'Your network may be blocking it. Try another network, or ask the people who run this server.',
      no_answer: 'They may have lost their connection. Convene tries again when they are back.',
      server_unreachable:
        'Your network may be blocking it. Try another network, or ask the people who run this server to open its port for media.',
      negotiation: 'Update both browsers and try again.',
    },
  },

  quality: {
    path: {
      mesh: 'From browser to browser: only the people here have the keys.',
      server: 'Through the server, which has the keys.',
    },
    title: 'Connection details',
    levels: { good: 'Good connection', fair: 'Weak connection', poor: 'Poor connection' },
    own: 'What you send',
    nobody: 'No one else is here yet, so there is nothing to measure.',
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
    unknown: 'Unknown',
    perSecond: (count: number) => `${count} per second`,
    kilobits: (count: number) => `${count} kbit/s`,
    percent: (count: number) => `${format.tenths(count)}%`,
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
      loss_received: 'Some of the video and sound sent to you gets lost.',
      loss_sent: 'Some of the video and sound you send gets lost.',
      round_trip: 'Sound and video arrive late.',
      jitter: 'Sound arrives unevenly.',
      frozen: 'The video keeps freezing.',
      bandwidth: 'The network is too slow for full video quality.',
      cpu: 'This device is too busy for full video quality.',
    },
    advice: {
      at_their_end:
        'Your other connections are fine, so the cause is probably on this person’s side.',
      nearer_router: 'Move closer to your router, or use a cable.',
      stop_downloads: 'Pause downloads, backups and videos on the same network.',
      camera_off: 'Turn off your camera to leave more room for sound.',
      close_programs: 'Close other apps and tabs that keep this device busy.',
      allow_udp: 'Try another network, or ask the people who run yours to allow UDP.',
      nearer_relay:
        'The connection goes through a relay server. Ask the people who run this server for one closer to you.',
      vpn_off: 'Turn off your VPN, or try another network.',
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
    joining: 'Joining…',
    reconnecting: 'Connection lost. Reconnecting… Others may still see and hear you.',
    reconnected: 'You are back online.',
    supersededTitle: 'This meeting is open in another tab',
    supersededText: 'Video and sound moved there. You can continue in either tab.',
    useHere: 'Use here instead',
    leftTitle: 'You left the meeting',
    leftText: 'Camera and microphone are off.',
    rejoin: 'Rejoin',
    failedTitle: 'You are not in the meeting',
    failed: {
      unreachable: 'The server is not responding. Check your connection and try again.',
      meeting_not_found: 'This meeting no longer exists.',
      room_full: 'The meeting is full. Try again when someone has left.',
      lobby_full: 'Too many people are waiting in the lobby. Try again later.',
      meeting_locked:
        'A host locked the meeting. No one else can join. Ask a host, or try again later.',
      media_server_required:
        'Video of this meeting goes through the server. This page cannot do that.',
      meeting_ended: 'A host ended this meeting.',
      password_required: 'This meeting needs a password.',
      wrong_password: 'Wrong password.',
      removed: 'A host removed you. You can join again.',
      storage_unavailable: 'The server cannot open this meeting right now. Try again later.',
      rate_limited: 'Too many attempts. Wait a minute and try again.',
      server_closing: 'The server is restarting. Try again in a moment.',
      invalid_token: 'You were away too long. Join again.',
      already_joined: 'You are already in this meeting. Reload the page and try again.',
      invalid_payload: 'The server did not accept your name. Change it and try again.',
      other: 'Something went wrong on the server. Try again in a moment.',
    },
  },

  notFound: {
    title: 'Page not found',
    text: 'Check the address. A meeting link looks like /m/abc-defg-hij.',
  },

  apiDocs: {
    title: 'REST API',
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
    realtime: 'Events in a running meeting use Socket.IO. They are described in docs/protocol.md.',
  },
};

export type Strings = typeof en;
