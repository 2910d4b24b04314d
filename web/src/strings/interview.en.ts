import { formats } from './formats';

const format = formats('en');

export const interview = {
  evaluation: {
    points: 'Expected points',
    noPoints: 'This question has no expected points.',
    found: (found: number, all: number, percent: number) =>
      `${format.number(found)} of ${format.number(all)} found (${format.number(percent)} %)`,
    outcomes: { found: 'found', negated: 'negated', missing: 'missing' },
    machine: 'Made by a machine',
    machineScore: (score: number) => `${format.number(score)} of 10`,
    machineNote: (model: string) =>
      `Written by the model ${model}. It may be wrong, and it decides nothing.`,
    running: 'The assessment is being written…',
    strengths: 'Strengths',
    improvements: 'Could be better',
    failed: {
      not_configured: 'No model is set up on this server.',
      busy: 'Too many assessments are being made. Ask again in a moment.',
      unreachable: 'The model’s server cannot be reached.',
      refused: 'The model’s server refuses the key. Tell whoever runs this server.',
      rate_limited: 'The model has been asked too often. Ask again later.',
      failing: 'The model’s server failed.',
      timed_out: 'The model took too long. Ask again, or do without.',
      interrupted: 'The model broke off. Ask again, or do without.',
      nonsense: 'What the model wrote is no assessment. Ask again, or do without.',
    },
    failedNote: 'Everything else works on.',
  },
};
