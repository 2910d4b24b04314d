import type { AskedQuestion, InterviewPlan, QuestionSpec } from '../protocol/protocol.gen';

/** A planned question and its place in the plan, from 0. */
export interface PlannedQuestion {
  spec: QuestionSpec;
  index: number;
}

/** Planned questions that were not asked, in the order of the plan. */
export function unasked(plan: InterviewPlan, asked: readonly AskedQuestion[]): PlannedQuestion[] {
  return plan.questions
    .map((spec, index) => ({ spec, index }))
    .filter(({ spec }) => !asked.some((one) => isSame(one, spec)));
}

/**
 * The question that follows in the plan: the first unasked one after the newest planned question,
 * else the first unasked one.
 */
export function nextQuestion(
  plan: InterviewPlan,
  asked: readonly AskedQuestion[],
): PlannedQuestion | null {
  const left = unasked(plan, asked);
  const last = asked.findLast(({ planned }) => planned !== undefined);
  const at = last ? plan.questions.findIndex((spec) => isSame(last, spec)) : -1;
  return left.find(({ index }) => index > at) ?? left[0] ?? null;
}

/** Compares the questions' content: an edit of the plan may have moved them since. */
function isSame({ planned, spec }: AskedQuestion, other: QuestionSpec): boolean {
  return planned !== undefined && spec.text === other.text;
}
