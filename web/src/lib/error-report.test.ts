import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { errorReport, redact, routeOf } from './error-report';

const none: string[] = [];

function failed(message: string, stack = ''): Error {
  const error = new TypeError(message);
  error.stack = stack;
  return error;
}

describe('a report', () => {
  it('has the type, the message, the frames and the route, and nothing else', () => {
    const stack = [
      "TypeError: Cannot read properties of undefined (reading 'camera')",
      '    at Object.join (https://meet.example.org/assets/Room-B1x9Zk2.js:1:2345)',
      '    at async https://meet.example.org/assets/index-AbC123.js:10:20',
      '    at https://meet.example.org/m/abc-defg-hij?x=1#token:3:4',
      '    at chrome-extension://abcdef/content.js:1:1',
    ].join('\n');
    const error = failed("Cannot read properties of undefined (reading 'camera')", stack);
    expect(errorReport(error, '/m/abc-defg-hij', none)).toEqual({
      message: "TypeError: Cannot read properties of undefined (reading 'camera')",
      stack: [
        'Object.join /assets/Room-B1x9Zk2.js:1:2345',
        'async /assets/index-AbC123.js:10:20',
        '/m/:id',
      ].join('\n'),
      route: '/m/:id',
    });
  });

  it('reads the stacks of Firefox and Safari', () => {
    const stack =
      'join@https://h:3000/assets/Room-B1.js:1:2\n@https://h/assets/a.js:3:4\n[native code]';
    expect(errorReport(failed('x', stack), '/', none).stack).toBe(
      'join /assets/Room-B1.js:1:2\n/assets/a.js:3:4',
    );
  });

  it('of something else that was thrown tells only what kind it was', () => {
    for (const [thrown, message] of [
      ['Ana said hello', 'thrown: string'],
      [{ name: 'Ana' }, 'thrown: object'],
      [null, 'thrown: null'],
    ] as const) {
      expect(errorReport(thrown, '/', none)).toEqual({ message, stack: '', route: '/' });
    }
  });

  it('holds no text that the page keeps for its people', () => {
    const texts = ['Ana', 'Ana Lee', 'meet me at 5', '.*', 'on', 'x-y/z (1) [2] {3} ^$|\\'];
    const message = 'no tile for Ana Lee (Ana) in Banana: meet me at 5';
    expect(errorReport(failed(message), '/', texts).message).toBe(
      'TypeError: no tile for … (…) in Banana: …',
    );
    for (const text of texts) {
      const { message } = errorReport(failed(`see ${text} there`), '/', texts);
      expect(message).toBe('TypeError: see … there');
    }
    expect(errorReport(failed('connection gone'), '/', texts).message).toContain('connection gone');
  });

  it('is small, however large the error is', () => {
    const frame = '    at f (https://h/assets/a.js:1:2)\n';
    const { message, stack } = errorReport(failed('word '.repeat(1e5), frame.repeat(1e4)), '/', []);
    expect(message.length).toBeLessThanOrEqual(300);
    expect(stack.split('\n')).toHaveLength(12);
  });
});

describe('a message', () => {
  it.each([
    [
      'Unexpected token \'H\', "Hello Ana" is not valid JSON',
      'Unexpected token \'…\', "…" is not valid JSON',
    ],
    ['an unclosed "Hello Ana and more', 'an unclosed "…"'],
    [
      `can't access property "name", who is undefined`,
      `can't access property "name", who is undefined`,
    ],
    ["it's what Ana's page isn't", "it's what Ana's page isn't"],
    [
      'Failed to fetch dynamically imported module: https://h/assets/de-CS1.js',
      'Failed to fetch dynamically imported module: /assets/de-CS1.js',
    ],
    ['GET https://h/i/abc-defg-hij?a=b#SECRET failed', 'GET /i/:id failed'],
    ['at /call/kalu-mipo-tesa and /api/v1/meetings/abc-defg-hij', 'at /call/:id and /api'],
    ['blob:https://h/0a1b data:text/plain,hello wss://h/x', '… … …'],
    ['meeting abc-defg-hij of kalu-mipo-tesa', 'meeting … of …'],
    ['token=abc link#abc Minified React error #185;', 'token=… link… Minified React error #185;'],
    ['key 1f2e3d4c5b6a7988 and AbCdEfGhIjKlMnOpQrStUvWxYzAbCdEf', 'key … and …'],
    ['mail ana@example.org', 'mail …'],
    [
      'RTCPeerConnection is in state have-local-offer',
      'RTCPeerConnection is in state have-local-offer',
    ],
  ])('%s', (message, shown) => {
    expect(redact(message)).toBe(shown);
  });

  it('that is redacted once is not changed again', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab9 "\'`#/:=@.()') }), (text) => {
        const shown = redact(text);
        expect(redact(shown).length).toBeLessThanOrEqual(shown.length + 8);
      }),
    );
  });
});

it('routes are patterns', () => {
  for (const [path, route] of [
    ['/', '/'],
    ['/m/abc-defg-hij', '/m/:id'],
    ['/i/abc-defg-hij/report', '/i/:id/report'],
    ['/i/abc-defg-hij/Ana', '/i/:id'],
    ['/call', '/call'],
    ['/call/', '/call'],
    ['/call/kalu-mipo-tesa?x#y', '/call/:id'],
    ['/questions', '/questions'],
    ['/api/docs', '/api/docs'],
    ['/ana', 'other'],
    ['', '/'],
    ['other', 'other'],
  ] as const) {
    expect(routeOf(path), path).toBe(route);
  }
});
