// @vitest-environment happy-dom
import { act } from 'react';
import { expect, it, vi } from 'vitest';

import { useToasts } from '../stores/toasts';
import { place, setUpPage, show } from '../testing/page';
import { part } from './part';

setUpPage();

const module = { default: ({ name }: { name: string }) => <p>Hello {name}</p> };

it('loads once, when it is first shown, and then shows at once', async () => {
  const load = vi.fn(async () => module);
  const Greeting = part(load);
  expect(load).not.toHaveBeenCalled();
  show(<Greeting name="Ana" fallback="…" />);
  expect(place.textContent).toBe('…');
  await act(() => Greeting.preload());
  expect(place.textContent).toBe('Hello Ana');
  show(<Greeting key="again" name="Ben" fallback="…" />);
  expect(place.textContent).toBe('Hello Ben');
  expect(load).toHaveBeenCalledTimes(1);
});

it('tells the person if it cannot be loaded, and loads again the next time', async () => {
  const load = vi.fn(async () => module).mockRejectedValueOnce(new Error('offline'));
  const Greeting = part(load);
  const cancel = vi.fn();
  show(<Greeting name="Ana" onCancel={cancel} />);
  await act(() => Greeting.preload().catch(() => {}));
  expect(cancel).toHaveBeenCalledTimes(1);
  expect(useToasts.getState().toasts.map(({ text }) => text)).toEqual([
    expect.stringContaining('could not be loaded'),
  ]);
  show(<Greeting key="again" name="Ana" />);
  await act(() => Greeting.preload());
  expect(place.textContent).toBe('Hello Ana');
});

it('is cancelled by Escape while it loads', async () => {
  let arrive = (_: typeof module): void => {};
  const Greeting = part(
    () =>
      new Promise<typeof module>((resolve) => {
        arrive = resolve;
      }),
  );
  const cancel = vi.fn();
  show(<Greeting name="Ana" onCancel={cancel} />);
  act(() => void window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' })));
  expect(cancel).toHaveBeenCalledTimes(1);
  arrive(module);
  await act(() => Greeting.preload());
  act(() => void window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' })));
  expect(cancel, 'once it is there it has its own keys').toHaveBeenCalledTimes(1);
});
