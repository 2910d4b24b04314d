// @vitest-environment happy-dom
import { useLayoutEffect, useRef } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, it, vi } from 'vitest';
import { create } from 'zustand';

import { useLive } from './useLive';

const useText = create(() => ({ text: '' }));

/** A field in which somebody writes once it is there, before the page is painted. */
function Field({ onWritten }: { onWritten: (value: string) => void }) {
  const text = useLive(useText, (state) => state.text);
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    queueMicrotask(() => {
      if (field.current) onWritten(type(field.current, 'm'));
    });
  }, [onWritten]);
  return (
    <input
      ref={field}
      value={text}
      onChange={(event) => useText.setState({ text: event.target.value })}
    />
  );
}

/** Adds a letter as a keyboard does; returns what the field then has. */
function type(field: HTMLInputElement, letter: string): string {
  const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value') ?? {};
  set?.call(field, field.value + letter);
  field.dispatchEvent(new Event('input', { bubbles: true }));
  return field.value;
}

it('follows a store from the moment it is there', async () => {
  const place = document.createElement('div');
  document.body.append(place);
  const root = createRoot(place);
  const written = await new Promise<string>((resolve) => {
    root.render(<Field onWritten={resolve} />);
  });
  expect(written).toBe('m');
  await vi.waitFor(() => expect(place.querySelector('input')?.value).toBe('m'));
  useText.setState({ text: 'me' });
  await vi.waitFor(() => expect(place.querySelector('input')?.value).toBe('me'));
  root.unmount();
});
