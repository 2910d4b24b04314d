// @vitest-environment happy-dom
import { expect, it, vi } from 'vitest';

import { place, setUpPage, show } from '../testing/page';
import { useEscape } from './useEscape';

setUpPage();

function Layer({ close }: { close: () => unknown }) {
  useEscape(close);
  return null;
}

/** Presses Escape in `target`; true if something took the key. */
function pressEscape(target: EventTarget = document.body): boolean {
  const event = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true });
  return !target.dispatchEvent(event);
}

it('closes only what opened last, and then what was below', () => {
  const [outer, inner] = [vi.fn(), vi.fn()];
  show(
    <>
      <Layer close={outer} />
      <Layer close={inner} />
    </>,
  );
  expect(pressEscape()).toBe(true);
  expect([outer.mock.calls.length, inner.mock.calls.length]).toEqual([0, 1]);
  show(<Layer close={outer} />);
  expect(pressEscape()).toBe(true);
  expect([outer.mock.calls.length, inner.mock.calls.length]).toEqual([1, 1]);
  const nothing = vi.fn(() => false);
  show(
    <>
      <Layer close={outer} />
      <Layer close={nothing} />
    </>,
  );
  expect(pressEscape()).toBe(true);
  expect([outer.mock.calls.length, nothing.mock.calls.length]).toEqual([2, 1]);
  show(<Layer close={nothing} />);
  expect(pressEscape()).toBe(false);
});

it('leaves the key to an open dialog, and to whoever took it', () => {
  const close = vi.fn();
  show(
    <>
      <Layer close={close} />
      <dialog open />
    </>,
  );
  pressEscape();
  show(
    <>
      <Layer close={close} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: takes a key. */}
      <div className="taker" onKeyDown={(event) => event.preventDefault()} />
    </>,
  );
  pressEscape(place.querySelector('.taker') ?? document.body);
  expect(close).not.toHaveBeenCalled();
});
