import fc from 'fast-check';
import { expect, it } from 'vitest';

import {
  encodeControlMessage,
  MAX_CONTROL_MESSAGE,
  MAX_HEIGHT,
  parseControlMessage,
  type ViewMessage,
} from './control-message';

const view = (camera: unknown, screen_share: unknown): string =>
  JSON.stringify({ type: 'view', camera, screen_share });
const height = fc.integer({ min: 0, max: MAX_HEIGHT });

it('understands what the other page says', () => {
  fc.assert(
    fc.property(height, height, (camera, screen) => {
      const message: ViewMessage = {
        type: 'view',
        camera: { height: camera },
        screen_share: { height: screen },
      };
      expect(parseControlMessage(encodeControlMessage(message))).toEqual(message);
    }),
  );
});

it('takes only what it knows of a message that says more', () => {
  const more = JSON.stringify({
    type: 'view',
    camera: { height: 90, width: 160 },
    screen_share: { height: 0 },
    whiteboard: { height: 300 },
  });
  expect(parseControlMessage(more)).toEqual({
    type: 'view',
    camera: { height: 90 },
    screen_share: { height: 0 },
  });
});

it.each([
  ['nothing', undefined],
  ['bytes', new ArrayBuffer(8)],
  ['no JSON', 'view'],
  ['a list', '[]'],
  ['null', 'null'],
  ['a type from later on', JSON.stringify({ type: 'ring' })],
  ['no type', JSON.stringify({ camera: { height: 1 }, screen_share: { height: 1 } })],
  ['a size that is missing', view({ height: 90 }, undefined)],
  ['a size that is no size', view(90, { height: 90 })],
  ['a height that is no number', view({ height: '90' }, { height: 0 })],
  ['a height below nothing', view({ height: -1 }, { height: 0 })],
  ['half a line', view({ height: 0.5 }, { height: 0 })],
  ['a height beyond any screen', view({ height: MAX_HEIGHT + 1 }, { height: 0 })],
  [
    'a height beyond numbers',
    '{"type":"view","camera":{"height":1e999},"screen_share":{"height":0}}',
  ],
  [
    'more than any message has',
    view({ height: 90 }, { height: 0 }).padEnd(MAX_CONTROL_MESSAGE + 1),
  ],
])('ignores %s', (_, data) => {
  expect(parseControlMessage(data)).toBeNull();
});

it('survives whatever it is sent, and lets nothing out of bounds through', () => {
  const anything = fc.oneof(
    fc.string(),
    fc.json(),
    fc.anything(),
    fc
      .record({ type: fc.constant('view'), camera: fc.anything(), screen_share: fc.anything() })
      .map((value) => {
        try {
          return JSON.stringify(value);
        } catch {
          return '';
        }
      }),
  );
  fc.assert(
    fc.property(anything, (data) => {
      const message = parseControlMessage(data);
      if (message?.type !== 'view') return;
      for (const { height } of [message.camera, message.screen_share]) {
        expect(Number.isInteger(height) && height >= 0 && height <= MAX_HEIGHT).toBe(true);
      }
    }),
  );
});
