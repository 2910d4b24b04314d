/** Limits of a plan and a bank, as in crates/model. */
export const LIMITS = {
  line: 120,
  question: 4_000,
  text: 10_000,
  point: 200,
  points: 30,
  minutes: 1_440,
  sections: 30,
  planQuestions: 200,
  criteria: 30,
  bankQuestions: 2_000,
  templates: 100,
} as const;
