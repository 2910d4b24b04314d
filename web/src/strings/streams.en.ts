import { formats } from './formats';

const format = formats('en');

/** Streams of programs, in English; a part of `en.ts`. */
export const streams = {
  title: 'OBS and players',
  text: 'Send video from OBS or another program into this meeting, or show the meeting in a player. Each program needs its own access.',
  path: 'While a program is connected, video and sound go through the server, which has the keys.',
  notOwner:
    'Only the person who started the meeting can do this, in the browser they started it with.',

  has: 'Programs with access',
  none: 'No program has access yet.',
  loading: 'Loading…',
  scopes: { publish: 'Sends into the meeting', play: 'Shows the meeting' },
  expires: (at: Date) => `until ${format.dayAndTime(at)}`,
  revoke: 'Remove access',
  revokeTitle: (name: string) => `Remove access for “${name}”?`,
  revokeText: 'If the program is connected, its stream ends at once. It cannot connect again.',
  keep: 'Keep',
  revoked: (name: string) => `“${name}” no longer has access.`,

  add: 'Give a program access',
  purpose: 'What the program does',
  purposes: {
    publish: 'Sends video and sound into the meeting (WHIP)',
    play: 'Shows the meeting in a player (WHEP)',
  },
  name: 'Name',
  nameHints: {
    publish: 'Everyone sees the stream under this name.',
    play: 'Hosts see the player under this name, among the viewers.',
  },
  validity: 'Access ends after',
  hours: {
    1: '1 hour',
    8: '8 hours',
    24: '1 day',
    168: '1 week',
    720: '30 days',
    8760: '1 year',
  },
  make: 'Give access',

  madeTitle: (name: string) => `Access for “${name}”`,
  madeText: 'Copy both now. The token is not shown again: anyone who has it can use it.',
  how: {
    publish:
      'In OBS, open Settings, then Stream. Choose WHIP as service, and enter the address as server and the token as bearer token.',
    play: 'Open the address in a player that supports WHEP, and enter the token as bearer token.',
  },
  url: 'Address',
  token: 'Token',
  copy: 'Copy',
  urlCopied: 'Address copied.',
  tokenCopied: 'Token copied.',
  done: 'Done',

  failed: {
    limit: 'This meeting has no room for more programs. Remove access for one first.',
    not_found: 'The meeting has ended, or its link changed.',
    rate_limited: 'Too many attempts. Wait a minute and try again.',
    unreachable: 'The server is not responding. Check your connection and try again.',
    other: 'That did not work. Try again.',
  },
};
