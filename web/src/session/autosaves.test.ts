import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { ErrorCode, InterviewView, Scorecard } from '../protocol/protocol.gen';
import { SignalingError } from '../rtc/signaling';
import { type InterviewState, initialInterview, type SaveCommand } from '../stores/interview';
import { Autosaves } from './autosaves';

const ID = 'abc-defg-hij';
let state: InterviewState;
let stored: Map<string, string>;
/** Sent commands, with functions that answer them. */
let sent: { command: SaveCommand; done: () => void; refuse: (code: ErrorCode) => void }[];
let saves: Autosaves;

const type = (text: string, question = 1): SaveCommand => ({
  kind: 'save_answer',
  question,
  text,
  submit: false,
});
const view = (text?: string, submitted?: number): InterviewView => ({
  role: 'candidate',
  title: 'Backend',
  sections: [],
  clock: { state: 'running', elapsed_before_ms: 0, section_entered_ms: 0 },
  questions: [{ id: 1, text: 'Why?', asked_by: 'Ana', asked_at: 1 }],
  answers:
    text === undefined
      ? []
      : [
          {
            question: 1,
            text,
            saved_at: 1,
            ...(submitted !== undefined && { submitted_at: submitted }),
          },
        ],
});
const shown = () => state.saves['answer/1'];
const texts = () =>
  sent.map(({ command }) => (command.kind === 'save_answer' ? command.text : 'card'));
const kept = () => [...stored.values()].join();
const settled = () => vi.advanceTimersByTimeAsync(0);

function open(): Autosaves {
  return new Autosaves(
    ID,
    (command) =>
      new Promise((resolve, reject) => {
        const refuse = (code: ErrorCode) => reject(new SignalingError(code, code));
        sent.push({ command, done: resolve, refuse });
      }),
    {
      get: () => state,
      set: (change) => {
        state = { ...state, ...change };
      },
    },
  );
}

beforeEach(() => {
  vi.useFakeTimers();
  stored = new Map();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
  state = initialInterview;
  sent = [];
  saves = open();
  saves.handleUp();
});

afterEach(() => {
  saves.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('saves a second after the first letter, while one types on', async () => {
  saves.change(type('B'));
  vi.advanceTimersByTime(600);
  saves.change(type('Be'));
  expect(texts()).toEqual([]);
  vi.advanceTimersByTime(400);
  expect(texts()).toEqual(['Be']);
  expect(shown()?.state).toEqual({ kind: 'saving' });
  sent[0]?.done();
  await settled();
  expect(shown()?.state).toEqual({ kind: 'saved' });
  expect(kept()).toBe('');
});

it('sends one after the other, the newest last', async () => {
  saves.change(type('Be'));
  saves.flush();
  saves.change(type('Because'));
  saves.flush();
  expect(texts()).toEqual(['Be']);
  sent[0]?.done();
  await settled();
  // The text has changed since the save was sent.
  expect(shown()?.state).toEqual({ kind: 'saving' });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(texts()).toEqual(['Be', 'Because']);
});

it('keeps what the connection took along, says so, and sends it on return', async () => {
  saves.change(type('Because'));
  saves.flush();
  saves.handleDown();
  sent[0]?.refuse('not_joined');
  await settled();
  expect(shown()?.state).toEqual({ kind: 'failed', code: 'not_joined' });
  saves.change(type('Because so'));
  expect(shown()?.state).toEqual({ kind: 'failed', code: 'disconnected' });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(texts()).toEqual(['Because']);
  saves.handleUp();
  expect(texts()).toEqual(['Because', 'Because so']);
});

it('tries again where the server could not keep it', async () => {
  saves.change(type('Because'));
  saves.flush();
  sent[0]?.refuse('storage_unavailable');
  await vi.advanceTimersByTimeAsync(5_000);
  expect(texts()).toEqual(['Because', 'Because']);
});

it('does not try again what is refused, and loses nothing of it', async () => {
  saves.change(type('Because'));
  saves.flush();
  sent[0]?.refuse('wrong_state');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(texts()).toEqual(['Because']);
  expect(shown()).toMatchObject({ command: { text: 'Because' }, state: { kind: 'failed' } });
  expect(kept()).toContain('Because');
});

it('submits in place of what was to be saved', async () => {
  saves.change(type('Because'));
  const submitted = saves.submit(type('Because so'));
  await vi.advanceTimersByTimeAsync(2_000);
  expect(sent.map(({ command }) => command)).toEqual([{ ...type('Because so'), submit: true }]);
  sent[0]?.done();
  await submitted;
  expect(kept()).toBe('');
  saves.handleView(view('Because so', 5), 'answer/1');
  expect(state.saves).toEqual({});
});

it('keeps what could not be submitted, as a draft', async () => {
  const submitted = saves.submit(type('Because'));
  sent[0]?.refuse('storage_unavailable');
  await expect(submitted).rejects.toThrow('storage_unavailable');
  expect(kept()).toContain('"submit":false');
  saves.flush();
  expect(sent[1]?.command).toEqual(type('Because'));
});

it('takes up after a reload what was not acknowledged', async () => {
  saves.change(type('Because'));
  saves.close();
  state = initialInterview;
  saves = open();
  expect(shown()?.command).toEqual(type('Because'));
  saves.handleView(view('Bec'));
  saves.handleUp();
  expect(texts()).toEqual(['Because']);
});

it('lets go of what was submitted, or is about nothing that is there', () => {
  saves.change(type('Because'));
  saves.change(type('Else', 9));
  saves.handleView(view('Because', 5));
  expect(state.saves).toEqual({});
  expect(kept()).toBe('');
});

it('follows what is written elsewhere, but not over what is typed here', async () => {
  saves.change(type('Because '));
  saves.flush();
  saves.handleView(view('B'), 'answer/1');
  expect(shown()?.command).toEqual(type('Because '));
  sent[0]?.done();
  await settled();
  // The server trimmed the text; it still counts as the own one.
  saves.handleView(view('Because'), 'answer/1');
  expect(shown()?.command).toEqual(type('Because '));
  saves.handleView(view('Something else'), 'answer/1');
  expect(shown()).toBeUndefined();
});

it('knows the own scorecard from the others’', async () => {
  const card: Scorecard = {
    by: 'own',
    by_name: 'Ana',
    ratings: [{ criterion: 2, stars: 3 }],
    private_notes: '',
    saved_at: 1,
  };
  const interviewer: InterviewView = {
    role: 'interviewer',
    link: 'own',
    plan: { title: 'Backend', sections: [], questions: [], criteria: [] },
    clock: view().clock,
    questions: [],
    answers: [],
    notes: [],
    scores: [],
    evaluations: [],
    scorecards: [{ ...card, by: 'other', submitted_at: 4, private_notes: 'x' }, card],
  };
  const command: SaveCommand = {
    kind: 'save_scorecard',
    ratings: [{ criterion: 2, stars: 3 }],
    private_notes: ' ',
    submit: false,
  };
  saves.change(command);
  saves.flush();
  sent[0]?.done();
  await settled();
  saves.handleView(interviewer);
  expect(state.saves.scorecard?.state).toEqual({ kind: 'saved' });
  saves.handleView({ ...interviewer, scorecards: [{ ...card, submitted_at: 9 }] });
  expect(state.saves).toEqual({});
});
