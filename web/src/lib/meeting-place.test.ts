import { expect, it } from 'vitest';

import { meetingPlace, nameInPath } from './meeting-place';

it.each([
  ['ABC defg hij', '/m/abc-defg-hij'],
  ['https://meet.example/m/abc-defg-hij?x=1', '/m/abc-defg-hij'],
  ['standup', '/room/standup'],
  ['  Team Ä & Co ', '/room/Team%20%C3%84%20%26%20Co'],
  ['100%', '/room/100%25'],
  ['https://meet.example/room/stand%20up#x', '/room/stand%20up'],
  ['https://meet.example/r/standup', '/room/standup'],
  ['meet.example/m/team-standup', '/m/team-standup'],
  ['/room/abc-defg-hij', '/room/abc-defg-hij'],
])('%j leads to %s', (text, path) => {
  expect(meetingPlace(text)).toEqual({ path });
});

it.each([
  '',
  '   ',
  'abc-d3fg-hij',
  'https://example.org/',
  '../etc/passwd',
  '/room/',
  '/room/%FF',
  'x'.repeat(65),
])('%j leads nowhere', (text) => {
  expect(meetingPlace(text)).toBeNull();
});

it('a name in a path is decoded once', () => {
  expect(nameInPath('/room/a%2Fb%2520c')).toBe('a/b%20c');
  expect(nameInPath('/room/%FF')).toBeNull();
});

it.each(['design-team', 'Design Team', 'designteam', 'd-e-s-i-g-n-t-e-a-m'])(
  '%j is a code, or else the name of a room',
  (text) => {
    const otherwise = `/room/${encodeURIComponent(text)}`;
    expect(meetingPlace(text)).toEqual({ path: '/m/des-ignt-eam', otherwise });
  },
);
