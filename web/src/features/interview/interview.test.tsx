// @vitest-environment happy-dom
import { act, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

vi.mock('../../session', () => ({
  meetingSession: {
    interview: {
      send: vi.fn(async () => {}),
      save: vi.fn(),
      saveNow: vi.fn(),
      submit: vi.fn(async () => {}),
    },
    retryTransport: vi.fn(),
  },
}));

import { askNextQuestion, writeNote } from '../../actions/interview-keys';
import { rosterOf } from '../../lib/roster';
import type { InterviewState, InterviewView, Participant } from '../../protocol/protocol.gen';

import { meetingSession } from '../../session';
import { initialInterview, useInterview } from '../../stores/interview';
import { initialInterviewPanel, useInterviewPanel } from '../../stores/interview-panel';
import { initialRoom, useRoom } from '../../stores/room';
import InterviewBar from './InterviewBar';
import InterviewPanel from './InterviewPanel';

/** Accessible names that browser tests rely on. */
const NAMES = [
  ...['Start', 'Pause', 'Resume', 'End interview', 'Ask question', 'Submit answer', 'Evaluate'],
  ...['Submit scorecard', 'Copy candidate link'],
];
const T = 1_700_000_000_000;
const ID = 'abc-defg-hij';

let root: Root;
let place: HTMLElement;

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  sessionStorage.clear();
  place = document.body.appendChild(document.createElement('div'));
  root = createRoot(place);
});

afterEach(() => {
  act(() => root.unmount());
  place.remove();
  useInterview.setState(initialInterview, true);
  useInterviewPanel.setState(initialInterviewPanel, true);
  useRoom.setState(initialRoom, true);
  vi.clearAllMocks();
  vi.unstubAllGlobals();
});

const clock = (state: InterviewState) => ({
  state,
  elapsed_before_ms: 65_000,
  section_entered_ms: 0,
  section: 1,
});
const sections = [
  { id: 1, title: 'Start and warm-up', minutes: 1 },
  { id: 2, title: 'Resume the notes', minutes: 20 },
];
// People's texts may contain any of these names, so button names must not include the texts.
const questions = ['Start where? Evaluate that.', 'What is a Note, what an Answer?'];
const answer = { question: 1, text: 'Pause, resume', saved_at: T };

function interviewer(state: InterviewState): InterviewView {
  const spec = { text: questions[0] ?? '', points: ['End interview'], notes: 'Ask question' };
  return {
    role: 'interviewer',
    link: 'own',
    plan: {
      title: 'Start interview',
      sections,
      questions: [spec, { text: 'Submit answer?', points: [] }],
      criteria: [{ id: 1, title: 'Evaluate', rubric: 'Note' }],
    },
    clock: clock(state),
    questions: questions.map((text, index) => ({
      id: index + 1,
      spec: { ...spec, text },
      planned: index,
      asked_by: 'Ana',
      asked_at: T,
      asked_at_ms: 5_000,
    })),
    answers: [answer],
    notes: [{ id: 1, by: 'own', by_name: 'Ana', text: 'Hm', written_at: T, written_at_ms: 5_000 }],
    scores: [{ question: 1, by: 'own', by_name: 'Ana', points: 4 }],
    evaluations: [
      {
        question: 1,
        requested_by: 'Ana',
        requested_at: T,
        matching: { points: [{ point: 'Start', outcome: 'missing' }], score: 0 },
        assessment: { state: 'failed', reason: 'timed_out' },
      },
    ],
    scorecards: [],
  };
}

function candidate(state: InterviewState, submitted = false): InterviewView {
  return {
    role: 'candidate',
    title: 'Start interview',
    sections,
    clock: clock(state),
    questions: questions.map((text, index) => ({
      id: index + 1,
      text,
      asked_by: 'Ana',
      asked_at: T,
    })),
    answers: submitted ? [{ ...answer, question: 2, submitted_at: T }] : [answer],
  };
}

const ROOM = (
  <>
    <InterviewBar />
    <InterviewPanel id={ID} />
  </>
);

function show(view: InterviewView, what: ReactNode = ROOM): void {
  act(() => {
    useInterview.setState({ view });
    root.render(what);
  });
}

/** Accessible name, computed as far as these components need it. */
function nameOf(element: Element): string {
  const label = element.getAttribute('aria-label');
  if (label !== null) return label;
  const { id } = element;
  const named = id ? place.querySelector(`label[for="${id}"]`) : null;
  const copy = (named ?? element).cloneNode(true) as Element;
  for (const hidden of copy.querySelectorAll('[aria-hidden=true]')) hidden.remove();
  return copy.textContent ?? '';
}

const buttons = () => [...place.querySelectorAll('button')];
const button = (name: string) => buttons().find((one) => nameOf(one) === name);
const fields = () => [...place.querySelectorAll('textarea, input:not([type=radio])')].map(nameOf);
const regions = () =>
  [...place.querySelectorAll('section[aria-labelledby]')].map(
    (one) => document.getElementById(one.getAttribute('aria-labelledby') ?? '')?.textContent,
  );
const type = (field: HTMLTextAreaElement | null, text: string) =>
  act(async () => {
    if (!field) throw new Error('no field');
    // React listens to the setter of the element, not of the prototype.
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
const press = (name: string) => act(async () => button(name)?.click());

it.each(['waiting', 'running', 'paused', 'ended'] as const)(
  'no name that others rely on is in another one, while it is %s',
  (state) => {
    for (const view of [interviewer(state), candidate(state), candidate(state, true)]) {
      show(view);
      for (const name of NAMES) {
        const holding = buttons()
          .map(nameOf)
          // Sections can be started only once the interview has started.
          .filter((one) => one !== 'Start this section' || state === 'waiting')
          .filter((one) => one.toLowerCase().includes(name.toLowerCase()));
        expect(holding.length <= 1, `${holding} hold ${name}`).toBe(true);
        expect(holding.every((one) => one === name)).toBe(true);
      }
      for (const name of ['Question', 'Answer', 'Note']) {
        const holding = fields().filter((one) => one.toLowerCase().includes(name.toLowerCase()));
        expect(holding.length <= 1 && holding.every((one) => one === name)).toBe(true);
      }
      act(() => root.render(null));
    }
  },
);

it('offers what the state allows, and nothing else', async () => {
  const names = [...NAMES, 'Ask next question', 'Ask something else'];
  const offered = (state: InterviewState) => {
    show(interviewer(state));
    return names.filter((name) => button(name));
  };
  const always = ['Submit scorecard', 'Copy candidate link'];
  const next = ['Ask next question', 'Ask something else'];
  expect(offered('waiting')).toEqual(['Start', ...always, ...next]);
  expect(button('Ask next question')?.disabled).toBe(true);
  expect(offered('running')).toEqual(['Pause', 'End interview', ...always, ...next]);
  expect(button('Ask next question')?.disabled).toBe(false);
  // The question on show has no answer; the one before has.
  await press('Question 1');
  expect(offered('running')).toContain('Evaluate');
  await press('Ask something else');
  expect(offered('paused')).toContain('Ask question');
  expect(offered('paused')).toContain('Resume');
  expect(offered('ended')).toEqual(['Evaluate', ...always]);
});

it('has the regions that its role has', () => {
  show(interviewer('running'));
  expect(regions()).toEqual(['Sections', 'Planned questions', 'Connections']);
  show(candidate('running'));
  expect(regions()).toEqual(['Questions', 'Sections', 'Connections']);
  expect(place.querySelectorAll('select')).toHaveLength(0);
});

const tabs = () => [...place.querySelectorAll<HTMLElement>('[role=tab]')];
const shownPanels = () =>
  [...place.querySelectorAll('[role=tabpanel]:not([hidden])')].map(
    (one) => document.getElementById(one.getAttribute('aria-labelledby') ?? '')?.textContent,
  );
const key = (target: Element | null | undefined, init: KeyboardEventInit) =>
  act(async () => {
    target?.dispatchEvent(
      new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }),
    );
  });

it('has tabs of which one shows, and goes through them with the arrow keys', async () => {
  show(interviewer('running'));
  expect(tabs().map(({ textContent }) => textContent)).toEqual([
    'Question',
    'Notes',
    'Scorecard',
    'Plan',
  ]);
  expect(shownPanels()).toEqual(['Question']);
  const steps = [
    ['ArrowRight', 'Notes'],
    ['End', 'Plan'],
    ['ArrowRight', 'Question'],
    ['ArrowLeft', 'Plan'],
    ['Home', 'Question'],
  ];
  for (const [name, panel] of steps) {
    const selected = tabs().find((tab) => tab.getAttribute('aria-selected') === 'true');
    await key(selected, { key: name ?? '' });
    expect(shownPanels()).toEqual([panel]);
    expect(document.activeElement?.textContent).toBe(panel);
    expect(tabs().filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1);
  }
});

it('asks the next question once, however often it is pressed', async () => {
  const send = vi.mocked(meetingSession.interview?.send ?? vi.fn());
  let done = () => {};
  const pending = () =>
    new Promise<void>((resolve) => {
      done = resolve;
    });
  send.mockImplementationOnce(pending);
  show(interviewer('running'));
  await press('Notes');
  await act(async () => void askNextQuestion());
  expect(shownPanels()).toEqual(['Question']);
  await act(async () => void askNextQuestion());
  expect(send.mock.calls).toEqual([[{ kind: 'ask_planned', index: 1 }]]);
  await act(async () => done());
  await press('Ask next question');
  expect(send).toHaveBeenCalledTimes(2);
});

it('takes a note beside the question, and loses nothing of it', async () => {
  show(interviewer('running'));
  await act(async () => writeNote());
  const field = () => place.querySelector<HTMLTextAreaElement>('textarea[data-note]');
  expect(document.activeElement).toBe(field());
  await type(field(), 'Thinks aloud');
  await key(field(), { key: 'Escape' });
  expect(shownPanels()).toEqual(['Question']);
  expect(button('Add note')?.closest('[hidden]')).not.toBeNull();
  // The text is in the other field and comes back.
  await press('Notes');
  expect(field()?.value).toBe('Thinks aloud');
  await act(async () => writeNote());
  expect(shownPanels()).toEqual(['Notes']);
  await press('Question');
  await act(async () => writeNote());
  await key(document.activeElement, { key: 'Enter', ctrlKey: true });
  expect(meetingSession.interview?.send).toHaveBeenCalledWith({
    kind: 'write_note',
    text: 'Thinks aloud',
    question: 2,
  });
  expect(field()?.value).toBe('');
});

it('gives a candidate one field, for the newest question or the one taken up', async () => {
  show(candidate('running'));
  expect(fields()).toEqual(['Answer']);
  await press('Edit this answer');
  expect(place.querySelector('textarea')?.value).toBe('Pause, resume');
  show(candidate('ended'));
  expect(fields()).toEqual([]);
});

it('does not take the field from under a candidate who writes', async () => {
  vi.useFakeTimers();
  const asked = (count: number) => {
    const view = candidate('running');
    if (view.role === 'candidate') view.questions = view.questions.slice(0, count);
    return view;
  };
  const card = () => place.querySelector('textarea')?.closest('li')?.textContent;
  show(asked(1));
  act(() => {
    place.querySelector('textarea')?.dispatchEvent(new Event('input', { bubbles: true }));
  });
  show(asked(2));
  expect(card()).toContain(questions[0]);
  act(() => vi.advanceTimersByTime(2_000));
  expect(card()).toContain(questions[1]);
  vi.useRealTimers();
});

it('says why something was not done, and loses nothing of it', async () => {
  vi.mocked(meetingSession.interview?.send ?? vi.fn()).mockRejectedValue(
    Object.assign(new Error('x'), { code: 'storage_unavailable' }),
  );
  sessionStorage.setItem(`convene.draft.${ID}.note`, 'Thinks aloud');
  show(interviewer('running'));
  await press('Add note');
  expect(place.querySelector('[role=alert]')?.textContent).toContain('cannot save that right now');
  const note = [...place.querySelectorAll('textarea')].find((one) => nameOf(one) === 'Note');
  expect(note?.value).toBe('Thinks aloud');
  expect(meetingSession.interview?.send).toHaveBeenCalledWith({
    kind: 'write_note',
    question: 2,
    text: 'Thinks aloud',
  });
});

it('asks before it ends the interview', async () => {
  HTMLDialogElement.prototype.showModal ??= () => {};
  show(interviewer('running'));
  await press('End interview');
  expect(meetingSession.interview?.send).not.toHaveBeenCalled();
  await press('End now');
  expect(meetingSession.interview?.send).toHaveBeenCalledWith({ kind: 'end' });
});

it('shows the time, the section and its overtime, and one timer', () => {
  show(interviewer('paused'), <InterviewBar />);
  const timers = place.querySelectorAll('[role=timer]');
  expect([...timers].map((timer) => timer.textContent)).toEqual(['1:05']);
  expect(place.textContent).toContain('+00:05 over');
  expect(place.textContent).toContain('Paused');
});

it('says in words how each connection stands, and offers to try again', async () => {
  const person = (id: string, change: Partial<Participant> = {}): Participant => ({
    id,
    name: id,
    role: 'guest',
    interview_role: 'candidate',
    media: { microphone: true, camera: true, screen_share: false, screen_share_audio: false },
    presence: 'connected',
    joined_at: 0,
    ...change,
  });
  useRoom.setState({
    selfId: 'Ana',
    roster: rosterOf([person('Ana'), person('Ben'), person('Cem', { presence: 'reconnecting' })]),
    transports: {
      Ben: { status: 'failed', reason: 'no_route' },
      Cem: { status: 'connected', relayed: false },
    },
  });
  show(candidate('running'));
  act(() => useInterview.setState({ left: [{ id: 'Dan', name: 'Dan', role: 'observer' }] }));
  const rows = [...place.querySelectorAll('.interview-connection')].map((row) => row.textContent);
  expect(rows[0]).toMatch(/^Ben Candidate.*Failed/);
  expect(rows[1]).toMatch(/^Cem CandidateReconnecting/);
  expect(rows[2]).toMatch(/^Dan ObserverClosed, left/);
  await press('Retry');
  expect(meetingSession.retryTransport).toHaveBeenCalledWith('Ben');
});

it('still shows a candidate what could not be saved as the interview ended', () => {
  const command = { kind: 'save_answer', question: 2, text: 'Half a', submit: false } as const;
  useInterview.setState({
    saves: { 'answer/2': { command, state: { kind: 'failed', code: 'wrong_state' } } },
  });
  show(candidate('ended'));
  expect(place.textContent).toContain('Half a');
  expect(place.textContent).toContain('Not saved: That is not possible');
  expect(fields()).toEqual([]);
});
