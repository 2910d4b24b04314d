// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

vi.mock('../../session/calls', () => ({
  calls: { call: vi.fn(async () => null), openDirect: vi.fn(), block: vi.fn(async () => null) },
}));

import { ADDRESS_BOOK_KEY, readAddressBook } from '../../lib/address-book';
import type { CallRecord } from '../../protocol/protocol.gen';
import { calls } from '../../session/calls';
import { changeEntry, useAddressBook } from '../../stores/address-book';
import { initialCalls, useCalls } from '../../stores/calls';
import { useToasts } from '../../stores/toasts';
import { People } from './People';

const ANA = { id: 'kalu-mipo-tesa', name: 'Ana' };
const BEN = { id: 'zuzu-zuzu-zuzu', name: 'Ben' };
const CLEO = { id: 'baba-baba-baba', name: 'Cleo' };
const AT = new Date(2026, 4, 3, 14, 3).getTime();

let root: Root;
let place: HTMLElement;

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.useFakeTimers({ now: AT + 60_000, toFake: ['Date'] });
  place = document.body.appendChild(document.createElement('div'));
  root = createRoot(place);
});

afterEach(() => {
  act(() => root.unmount());
  place.remove();
  useCalls.setState(initialCalls, true);
  useAddressBook.setState({ book: {} });
  vi.useRealTimers();
  vi.unstubAllGlobals();
  localStorage.clear();
});

function show(history: CallRecord[]): void {
  useCalls.setState({ me: ANA, history: { calls: history, hasMore: false, status: 'ready' } });
  act(() => root.render(<People />));
}

const talked = {
  id: '1',
  caller: BEN,
  callee: ANA,
  video: true,
  called_at: AT,
  state: 'ended',
  answered_at: AT + 5,
  ended_at: AT + 9,
  end: 'hung_up',
} as const;
const missed: CallRecord = {
  id: '2',
  caller: CLEO,
  callee: ANA,
  video: false,
  called_at: AT,
  state: 'ended',
  ended_at: AT + 9,
  end: 'no_answer',
};

const row = (name: string) =>
  [...place.querySelectorAll('li')].find(
    (one) => one.querySelector('.call-row-name')?.textContent === name,
  ) as HTMLElement;
const button = (name: string, within: ParentNode = document) =>
  [...within.querySelectorAll('button')].find(
    (one) => (one.getAttribute('aria-label') ?? one.textContent) === name,
  ) as HTMLButtonElement;
const headings = () => [...place.querySelectorAll('h2, h3')].map((one) => one.textContent);

it('says what appears here while nobody is', () => {
  show([]);
  expect(place.textContent).toContain(
    'No calls yet. People you call, and who call you, appear here.',
  );
});

it('says when one last talked with each, and which call was missed', () => {
  show([talked, missed]);
  expect(row('Ben').textContent).toMatch(/Last talked today at 2:03\sPM/);
  expect(row('Ben').hasAttribute('data-missed')).toBe(false);
  expect(row('Cleo').textContent).toMatch(/Missed call today at 2:03\sPM/);
  expect(row('Cleo').hasAttribute('data-missed')).toBe(true);
});

it('calls with and without video from the row', () => {
  show([talked]);
  act(() => button('Call Ben').click());
  expect(calls.call).toHaveBeenLastCalledWith(BEN.id, false);
  act(() => button('Call Ben with video').click());
  expect(calls.call).toHaveBeenLastCalledWith(BEN.id, true);
});

it('keeps a favourite above the others, and the focus on its star', () => {
  show([talked, missed]);
  act(() => button('Add Cleo to favourites').click());
  expect(headings()).toEqual(['People', 'Favourites', 'Recent']);
  expect(place.querySelector('li .call-row-name')?.textContent).toBe('Cleo');
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Remove Cleo from favourites');
  act(() => button('Remove Cleo from favourites').click());
  expect(headings()).toEqual(['People']);
});

it('shows a person under the name one gave them, and their own again', async () => {
  show([talked]);
  const name = async (text: string) => {
    await act(async () => place.querySelector<HTMLElement>('[data-focus^=more]')?.click());
    const dialog = await vi.waitFor(() => {
      const shown = document.querySelector('dialog');
      expect(shown).not.toBeNull();
      return shown as HTMLElement;
    });
    const field = dialog.querySelector('input') as HTMLInputElement;
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
    act(() => {
      set?.call(field, text);
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
    act(() => button('Save name', dialog).click());
  };
  await name('Benny from work');
  expect(row('Benny from work')).toBeDefined();
  expect(button('Call Benny from work')).toBeDefined();
  expect(readAddressBook()[BEN.id]?.name).toBe('Benny from work');
  await name(' ');
  expect(row('Ben')).toBeDefined();
  expect(localStorage.getItem(ADDRESS_BOOK_KEY)).toBe('{}');
});

it('takes over what another tab changed', () => {
  show([talked]);
  act(() => {
    changeEntry(BEN, { name: 'Benny' });
    useAddressBook.setState({ book: {} });
  });
  expect(row('Benny')).toBeUndefined();
  act(() => {
    dispatchEvent(new StorageEvent('storage', { key: ADDRESS_BOOK_KEY }));
  });
  expect(row('Benny')).toBeDefined();
});

it('says so where the browser keeps nothing', () => {
  const setItem = () => {
    throw new DOMException('blocked', 'SecurityError');
  };
  vi.stubGlobal('localStorage', { getItem: () => null, setItem });
  show([talked]);
  act(() => button('Add Ben to favourites').click());
  expect(useToasts.getState().toasts.at(-1)?.text).toContain('could not save');
  expect(headings()).toEqual(['People']);
});
