// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { InterviewPlan } from '../../protocol/protocol.gen';
import { useToasts } from '../../stores/toasts';
import { PlanEditor } from './PlanEditor';

const PLAN: InterviewPlan = {
  title: 'Backend',
  sections: [
    { id: 1, title: 'Warm-up', minutes: 10 },
    { id: 2, title: 'Code', minutes: 40 },
    { id: 5, title: 'Yours', minutes: 10 },
  ],
  questions: [{ text: 'Why?', points: ['because'] }],
  criteria: [{ id: 3, title: 'Depth' }],
};

let root: Root;
let place: HTMLElement;
const onSave = vi.fn<(plan: InterviewPlan) => Promise<void>>();
const onCancel = vi.fn();

beforeEach(async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  onSave.mockReset().mockResolvedValue();
  onCancel.mockReset();
  place = document.createElement('div');
  document.body.append(place);
  root = createRoot(place);
  await act(async () =>
    root.render(
      <PlanEditor
        plan={PLAN}
        onSave={onSave}
        onCancel={onCancel}
        bank={[{ text: 'From the bank', points: [] }]}
      />,
    ),
  );
});

afterEach(async () => {
  await act(async () => root.unmount());
  place.remove();
  vi.unstubAllGlobals();
});

function button(name: string): HTMLButtonElement {
  const found = [...place.querySelectorAll('button')].filter(
    (one) => (one.getAttribute('aria-label') ?? one.textContent) === name,
  );
  if (found.length !== 1 || !found[0]) throw new Error(`${found.length} buttons ${name}`);
  return found[0];
}

async function press(name: string): Promise<void> {
  await act(async () => button(name).click());
}

/** The field with this label in the group with that name. */
function field(label: string, group?: string): HTMLInputElement {
  const within = group
    ? [...place.querySelectorAll<HTMLElement>('.item')].find(
        (one) => one.querySelector('.item-name')?.textContent === group,
      )
    : place;
  const labels = [...(within?.querySelectorAll('label') ?? [])];
  const found = labels.find((one) => one.textContent === label);
  return document.getElementById(found?.htmlFor ?? '') as HTMLInputElement;
}

async function type(input: HTMLInputElement, value: string): Promise<void> {
  const setter = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(input), 'value')?.set;
  await act(async () => {
    setter?.call(input, value);
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

const saved = () => onSave.mock.calls.at(-1)?.[0];

it('moves an item, keeps the focus on it and says where it is', async () => {
  await press('Move section 1 down');
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Move section 2 down');
  expect(useToasts.getState().announcement).toContain('Now number 2 of 3');
  await press('Move section 2 down');
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Move section 3 up');
  await press('Move section 3 down');
  await press('Save');
  expect(saved()?.sections.map(({ title }) => title)).toEqual(['Code', 'Yours', 'Warm-up']);
});

it('gives each section and criterion an id of its own', async () => {
  await press('Delete section 3');
  await press('Add section');
  await type(field('Title', 'Section 3'), 'Ours');
  await press('Duplicate criterion 1');
  await press('Save');
  expect(saved()?.sections.map(({ id }) => id)).toEqual([1, 2, 6]);
  expect(saved()?.criteria).toEqual([
    { id: 3, title: 'Depth' },
    { id: 4, title: 'Depth' },
  ]);
});

it('brings back what was deleted, where it was', async () => {
  await press('Delete section 2');
  expect(document.activeElement?.textContent).toBe('Undo');
  await press('Undo');
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Delete section 2');
  await press('Save');
  expect(saved()).toEqual(PLAN);
});

it('says at the fields what is wrong, opens the question that has it, and saves nothing', async () => {
  await press('Edit question 1');
  await type(field('Question text', 'Question 1'), '');
  expect(place.querySelector('[aria-invalid]')).toBeNull();
  await press('Edit question 1');
  await press('Save');
  expect(onSave).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(field('Question text', 'Question 1'));
  expect(place.querySelector('[role=alert]')?.textContent).toBe('One field needs your attention.');

  await type(field('Minutes', 'Section 1'), '0');
  expect(field('Minutes', 'Section 1').getAttribute('aria-invalid')).toBe('true');
  await type(field('Minutes', 'Section 1'), '1440');
  await type(field('Question text', 'Question 1'), 'How?');
  await press('Save');
  expect(saved()?.questions).toEqual([{ text: 'How?', points: ['because'] }]);
});

it('shows why the server refused, and keeps what was typed', async () => {
  onSave.mockRejectedValueOnce(new Error('The connection is lost.'));
  await type(field('Interview title'), 'Frontend');
  await press('Save');
  expect(place.querySelector('[role=alert]')?.textContent).toBe(
    'Your changes were not saved. The connection is lost.',
  );
  expect(field('Interview title').value).toBe('Frontend');
  await press('Save');
  expect(onSave).toHaveBeenCalledTimes(2);
  expect(place.querySelector('[role=alert]')).toBeNull();
});

it('takes questions from the bank', async () => {
  await press('Add from question bank');
  const box = place.querySelector<HTMLInputElement>('dialog input[type=checkbox]');
  await act(async () => box?.click());
  await press('Add 1 question');
  await press('Save');
  expect(saved()?.questions.map(({ text }) => text)).toEqual(['Why?', 'From the bank']);
});

it('asks before it throws changes away, and only then', async () => {
  await press('Cancel');
  expect(onCancel).toHaveBeenCalledTimes(1);
  await type(field('Interview title'), 'Frontend');
  await press('Cancel');
  expect(onCancel).toHaveBeenCalledTimes(1);
  await press('Discard');
  expect(onCancel).toHaveBeenCalledTimes(2);
});
