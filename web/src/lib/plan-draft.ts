import type {
  Criterion,
  Difficulty,
  InterviewPlan,
  QuestionSpec,
  Section,
} from '../protocol/protocol.gen';
import { LIMITS } from './plan-limits';
import { randomId } from './random-id';

/** Problem with the text of a field. */
export type Fault =
  | { kind: 'empty' }
  | { kind: 'too_long'; count: number; max: number }
  | { kind: 'minutes' }
  | { kind: 'too_many_points'; count: number; max: number }
  | { kind: 'point_too_long'; point: number; max: number };

export type Faults<Field extends string> = Partial<Record<Field, Fault>>;

/** A question being edited. `key` identifies it while editing and is not saved. */
export interface QuestionDraft {
  key: string;
  text: string;
  category: string;
  difficulty: Difficulty | '';
  minutes: string;
  /** Expected points, one per line. */
  points: string;
  notes: string;
}

export interface SectionDraft {
  key: string;
  id: number;
  title: string;
  minutes: string;
}

export interface CriterionDraft {
  key: string;
  id: number;
  title: string;
  rubric: string;
}

export interface PlanDraft {
  title: string;
  sections: SectionDraft[];
  questions: QuestionDraft[];
  criteria: CriterionDraft[];
  /** Ids are never reused, since ratings refer to them. */
  lastSectionId: number;
  lastCriterionId: number;
}

export type QuestionField = 'text' | 'category' | 'minutes' | 'points' | 'notes';

/** Problems by field, and by key where a field repeats. */
export interface PlanFaults {
  title?: Fault;
  sections: Map<string, Faults<'title' | 'minutes'>>;
  questions: Map<string, Faults<QuestionField>>;
  criteria: Map<string, Faults<'title' | 'rubric'>>;
}

const MAX_ID = 65_535;

export function draftOfQuestion(question?: QuestionSpec): QuestionDraft {
  return {
    key: randomId(),
    text: question?.text ?? '',
    category: question?.category ?? '',
    difficulty: question?.difficulty ?? '',
    minutes: question?.minutes?.toString() ?? '',
    points: question?.points.join('\n') ?? '',
    notes: question?.notes ?? '',
  };
}

export function draftOfPlan(plan: InterviewPlan): PlanDraft {
  const highest = (items: { id: number }[]) => Math.max(0, ...items.map(({ id }) => id));
  return {
    title: plan.title,
    sections: plan.sections.map(({ id, title, minutes }) => ({
      key: randomId(),
      id,
      title,
      minutes: minutes.toString(),
    })),
    questions: plan.questions.map(draftOfQuestion),
    criteria: plan.criteria.map(({ id, title, rubric }) => ({
      key: randomId(),
      id,
      title,
      rubric: rubric ?? '',
    })),
    lastSectionId: highest(plan.sections),
    lastCriterionId: highest(plan.criteria),
  };
}

/** An id that no item has or had. */
export function freeId(last: number, used: { id: number }[]): number {
  if (last < MAX_ID) return last + 1;
  const taken = new Set(used.map(({ id }) => id));
  let id = 1;
  while (taken.has(id)) id += 1;
  return id;
}

export function faultsOfQuestion(draft: QuestionDraft): Faults<QuestionField> {
  return only({
    text: faultOfText(draft.text, LIMITS.question, true),
    category: faultOfText(draft.category, LIMITS.line),
    minutes: draft.minutes.trim() === '' ? null : faultOfMinutes(draft.minutes),
    points: faultOfPoints(draft.points),
    notes: faultOfText(draft.notes, LIMITS.text),
  });
}

export function faultsOfPlan(draft: PlanDraft): PlanFaults {
  const title = faultOfText(draft.title, LIMITS.line, true);
  return {
    ...(title && { title }),
    sections: byKey(draft.sections, (section) =>
      only({
        title: faultOfText(section.title, LIMITS.line, true),
        minutes: faultOfMinutes(section.minutes),
      }),
    ),
    questions: byKey(draft.questions, faultsOfQuestion),
    criteria: byKey(draft.criteria, (criterion) =>
      only({
        title: faultOfText(criterion.title, LIMITS.line, true),
        rubric: faultOfText(criterion.rubric, LIMITS.text),
      }),
    ),
  };
}

/** Number of fields with problems. */
export function countFaults(faults: PlanFaults): number {
  const groups = [faults.sections, faults.questions, faults.criteria];
  const fields = groups.flatMap((group) => [...group.values()].map((one) => Object.keys(one)));
  return (faults.title ? 1 : 0) + fields.flat().length;
}

/** The question of a draft without problems. */
export function questionOf(draft: QuestionDraft): QuestionSpec {
  const category = draft.category.trim();
  const notes = draft.notes.trim();
  return {
    text: draft.text.trim(),
    ...(category && { category }),
    ...(draft.difficulty && { difficulty: draft.difficulty }),
    ...(draft.minutes.trim() && { minutes: Number(draft.minutes) }),
    points: pointsIn(draft.points),
    ...(notes && { notes }),
  };
}

/** The plan of a draft without problems. */
export function planOf(draft: PlanDraft): InterviewPlan {
  const criterion = ({ id, title, rubric }: CriterionDraft): Criterion => ({
    id,
    title: title.trim(),
    ...(rubric.trim() && { rubric: rubric.trim() }),
  });
  const section = ({ id, title, minutes }: SectionDraft): Section => ({
    id,
    title: title.trim(),
    minutes: Number(minutes),
  });
  return {
    title: draft.title.trim(),
    sections: draft.sections.map(section),
    questions: draft.questions.map(questionOf),
    criteria: draft.criteria.map(criterion),
  };
}

/** True if a field was filled in wrongly, rather than not yet. */
export function isTyped(fault: Fault | undefined): boolean {
  return fault !== undefined && fault.kind !== 'empty';
}

/**
 * Length as the server counts it: code points, without control characters except line breaks and
 * tabs.
 */
function countOf(text: string): number {
  let count = 0;
  for (const char of text.trim())
    if (char === '\n' || char === '\t' || !/\p{Cc}/u.test(char)) count += 1;
  return count;
}

function faultOfText(text: string, max: number, needed = false): Fault | null {
  const count = countOf(text);
  if (needed && count === 0) return { kind: 'empty' };
  return count > max ? { kind: 'too_long', count, max } : null;
}

function faultOfMinutes(text: string): Fault | null {
  if (text.trim() === '') return { kind: 'empty' };
  const minutes = /^\d{1,4}$/.test(text.trim()) ? Number(text) : 0;
  return minutes >= 1 && minutes <= LIMITS.minutes ? null : { kind: 'minutes' };
}

function pointsIn(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim().replace(/\s+/g, ' '))
    .filter((line) => countOf(line) > 0);
}

function faultOfPoints(text: string): Fault | null {
  const points = pointsIn(text);
  if (points.length > LIMITS.points) {
    return { kind: 'too_many_points', count: points.length, max: LIMITS.points };
  }
  const long = points.findIndex((point) => countOf(point) > LIMITS.point);
  return long < 0 ? null : { kind: 'point_too_long', point: long + 1, max: LIMITS.point };
}

function only<Field extends string>(faults: Record<Field, Fault | null>): Faults<Field> {
  const there = Object.entries(faults).filter(([, fault]) => fault !== null);
  return Object.fromEntries(there) as Faults<Field>;
}

function byKey<Item extends { key: string }, Field extends string>(
  items: Item[],
  faultsOf: (item: Item) => Faults<Field>,
): Map<string, Faults<Field>> {
  const all = items.map((item) => [item.key, faultsOf(item)] as const);
  return new Map(all.filter(([, faults]) => Object.keys(faults).length > 0));
}
