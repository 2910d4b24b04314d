import type {
  Answer,
  AskedQuestion,
  InterviewChange,
  InterviewView,
  PublicQuestion,
  QuestionId,
  Section,
} from '../protocol/protocol.gen';

/** Applies a change to the view of a person. Changes that their role cannot see do nothing. */
export function withInterviewChange(view: InterviewView, change: InterviewChange): InterviewView {
  switch (change.kind) {
    case 'clock':
      return { ...view, clock: change.value };
    case 'answer':
      return { ...view, answers: putBy(view.answers, change.value, ({ question }) => question) };
  }
  if (view.role !== 'interviewer') {
    switch (change.kind) {
      case 'outline':
        return { ...view, ...change.value };
      case 'question':
        return { ...view, questions: putBy(view.questions, change.value, ({ id }) => id) };
      default:
        return view;
    }
  }
  switch (change.kind) {
    case 'plan':
      return { ...view, plan: change.value };
    case 'asked_question':
      return { ...view, questions: putBy(view.questions, change.value, ({ id }) => id) };
    case 'note':
      return { ...view, notes: putBy(view.notes, change.value, ({ id }) => id) };
    case 'score':
      return { ...view, scores: put(view.scores, change.value, isSameScore) };
    case 'evaluation':
      return {
        ...view,
        evaluations: putBy(view.evaluations, change.value, ({ question }) => question),
      };
    case 'scorecard':
      return { ...view, scorecards: put(view.scorecards, change.value, (a, b) => a.by === b.by) };
    default:
      return view;
  }
}

/** Title of the interview. */
export function titleOf(view: InterviewView): string {
  return view.role === 'interviewer' ? view.plan.title : view.title;
}

export function sectionsOf(view: InterviewView): Section[] {
  return view.role === 'interviewer' ? view.plan.sections : view.sections;
}

/** Asked questions as everybody sees them, in order. */
export function questionsOf(view: InterviewView): PublicQuestion[] {
  return view.role === 'interviewer' ? view.questions.map(publicOf) : view.questions;
}

export function answerTo(view: InterviewView, question: QuestionId): Answer | undefined {
  return view.answers.find((answer) => answer.question === question);
}

function publicOf({ id, spec, asked_by, asked_at }: AskedQuestion): PublicQuestion {
  const { text, minutes } = spec;
  return { id, text, asked_by, asked_at, ...(minutes !== undefined && { minutes }) };
}

function isSameScore<S extends { question: QuestionId; by: string }>(a: S, b: S): boolean {
  return a.question === b.question && a.by === b.by;
}

/** Replaces the item with the same number, or inserts it by number. */
function putBy<T>(items: readonly T[], item: T, number: (item: T) => number): T[] {
  const others = items.filter((other) => number(other) !== number(item));
  return [...others, item].sort((a, b) => number(a) - number(b));
}

/** Replaces the same item, or appends it. */
function put<T>(items: readonly T[], item: T, isSame: (a: T, b: T) => boolean): T[] {
  const known = items.some((other) => isSame(other, item));
  return known ? items.map((other) => (isSame(other, item) ? item : other)) : [...items, item];
}
