// @vitest-environment happy-dom
import { act } from 'react';
import { expect, it, vi } from 'vitest';

vi.mock('../../session', () => import('../../testing/fake-session'));

import { button, fields, place, setUpPage, show, type } from '../../testing/page';
import { JoinAs } from './JoinAs';

setUpPage();

it('joins by the remembered name', () => {
  const onJoin = vi.fn();
  show(<JoinAs joining={false} failure={null} password={null} onJoin={onJoin} />);
  expect(fields()).toEqual(['Your name']);
  act(() => button('Join now').click());
  expect(onJoin).toHaveBeenCalledWith('Ana', null);
});

it('asks for the password, and says at its field when it is missing or wrong', () => {
  const onJoin = vi.fn();
  const join = (refused: 'wrong' | null) => (
    <JoinAs joining={false} failure={null} password={{ refused }} onJoin={onJoin} />
  );
  show(join(null));
  expect(fields()).toEqual(['Your name', 'Password']);
  const field = place.querySelector<HTMLInputElement>('input[type=password]');
  const note = () => document.getElementById(field?.getAttribute('aria-describedby') ?? '');
  act(() => button('Join now').click());
  expect(onJoin).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(field);
  expect(note()?.textContent).toContain('Enter the password');
  act(() => {
    if (field) type(field, 'sesame');
  });
  expect(field?.getAttribute('aria-invalid')).toBeNull();
  act(() => button('Join now').click());
  expect(onJoin).toHaveBeenCalledWith('Ana', 'sesame');
  show(join('wrong'));
  expect(note()?.textContent).toContain('Wrong password');
  expect(field?.value).toBe('sesame');
});
