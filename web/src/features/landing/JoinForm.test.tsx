// @vitest-environment happy-dom
import { act } from 'react';
import { expect, it, vi } from 'vitest';

vi.mock('../../session', () => import('../../testing/fake-session'));

import { button, fields, place, setUpPage, show } from '../../testing/page';
import { JoinForm } from './JoinForm';

setUpPage();

it('says what is wrong with a code, by its field, and takes the focus there', () => {
  show(<JoinForm />);
  expect(fields()).toEqual(['Meeting code or link']);
  act(() => button('Join').click());
  const input = place.querySelector('input');
  expect(input?.getAttribute('aria-invalid')).toBe('true');
  const note = document.getElementById(input?.getAttribute('aria-describedby') ?? '');
  expect(note?.textContent).toContain('Enter a meeting code');
  expect(document.activeElement).toBe(input);
});
