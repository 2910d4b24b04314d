import type { Criterion, Difficulty, InterviewPlan } from '../protocol/protocol.gen';

type Asked = [
  text: string,
  minutes: number,
  difficulty: Difficulty,
  points: string[],
  notes?: string,
];

/** Questions of one category, in the form of a plan. */
export const questions = (category: string, asked: Asked[]): InterviewPlan['questions'] =>
  asked.map(([text, minutes, difficulty, points, notes]) => ({
    text,
    category,
    difficulty,
    minutes,
    points,
    ...(notes !== undefined && { notes }),
  }));

/** Sections of a plan, numbered from 1. */
export const sections = (...all: [title: string, minutes: number][]): InterviewPlan['sections'] =>
  all.map(([title, minutes], at) => ({ id: at + 1, title, minutes }));

/** Criteria of a plan, numbered from 1. */
export const criteria = (...all: [title: string, rubric: string][]): Criterion[] =>
  all.map(([title, rubric], at) => ({ id: at + 1, title, rubric }));

const rubric = {
  knowledge: '1: gaps in the basics. 3: works without help. 5: teaches others.',
  solving: '1: guesses. 3: works step by step. 5: weighs alternatives and checks the result.',
  communication: '1: hard to follow. 3: clear. 5: clear, and checks that others follow.',
  motivation: '1: knows little about the role. 3: good reasons. 5: reasons that fit this role.',
};

/** Plans to start an interview from, in English. */
export const starters: InterviewPlan[] = [
  {
    title: 'First conversation',
    sections: sections(
      ['Welcome', 5],
      ['Experience', 20],
      ['Your questions', 10],
      ['Next steps', 5],
    ),
    questions: [
      ...questions('Experience', [
        [
          'What did you work on last, and what was your part in it?',
          5,
          'easy',
          ['result', 'own part', 'team'],
          'Ask what they did themselves.',
        ],
        [
          'Tell us about a decision you would make differently today.',
          5,
          'medium',
          ['situation', 'decision', 'learned'],
        ],
        [
          'Describe a disagreement at work. How did it end?',
          5,
          'medium',
          ['listened', 'common goal', 'agreement'],
        ],
      ]),
      ...questions('Motivation', [
        ['Why this role, and why now?', 5, 'easy', ['role', 'team', 'product']],
        ['In which environment do you do your best work?', 5, 'easy', ['feedback', 'focus']],
      ]),
    ],
    criteria: criteria(
      ['Experience', '1: little that fits. 3: fits the role. 5: has done this role well before.'],
      ['Problem solving', rubric.solving],
      ['Communication', rubric.communication],
      ['Motivation', rubric.motivation],
    ),
  },
  {
    title: 'Backend engineer',
    sections: sections(['Warm-up', 5], ['Data', 20], ['Operation', 20], ['Your questions', 10]),
    questions: [
      ...questions('Data', [
        [
          'A query that was fast is slow today. What do you do, in which order?',
          10,
          'medium',
          ['query plan', 'index', 'statistics', 'measure'],
          'Let them think aloud.',
        ],
        [
          'What does a transaction guarantee, and what does it cost?',
          5,
          'medium',
          ['atomic', 'isolation', 'locks'],
        ],
        [
          'How do you change a table that is in use without downtime?',
          8,
          'hard',
          ['backward compatible', 'backfill', 'batches', 'rollback'],
        ],
      ]),
      ...questions('Operation', [
        [
          'A service times out under load. How do you find out why?',
          10,
          'medium',
          ['metrics', 'traces', 'queue', 'connection pool'],
        ],
        ['When is a retry a bad idea?', 5, 'hard', ['idempotent', 'backoff', 'overload']],
      ]),
    ],
    criteria: criteria(
      ['Technical knowledge', rubric.knowledge],
      ['Problem solving', rubric.solving],
      ['Operation', '1: ends at the commit. 3: watches what runs. 5: plans for failure.'],
      ['Communication', rubric.communication],
    ),
  },
  {
    title: 'Frontend engineer',
    sections: sections(['Warm-up', 5], ['The browser', 20], ['Craft', 20], ['Your questions', 10]),
    questions: [
      ...questions('The browser', [
        [
          'A page takes five seconds until one can use it. How do you make it faster?',
          10,
          'medium',
          ['measure', 'bundle', 'images', 'caching', 'main thread'],
          'Let them think aloud.',
        ],
        [
          'What happens between typing in a field and seeing the letter?',
          5,
          'hard',
          ['event', 'state', 'layout', 'paint'],
        ],
      ]),
      ...questions('Craft', [
        [
          'How do you make a custom dropdown usable for everyone?',
          8,
          'medium',
          ['keyboard', 'focus', 'screen reader', 'native element'],
        ],
        [
          'Where do you keep state, and how do you decide?',
          8,
          'medium',
          ['server state', 'URL', 'local', 'derived'],
        ],
        [
          'Which tests do you write for a form, and which do you leave out?',
          5,
          'easy',
          ['behaviour', 'validation', 'errors'],
        ],
      ]),
    ],
    criteria: criteria(
      ['Technical knowledge', rubric.knowledge],
      ['Accessibility and care', '1: does not think of it. 3: knows the basics. 5: builds it in.'],
      ['Problem solving', rubric.solving],
      ['Communication', rubric.communication],
    ),
  },
  {
    title: 'Product manager',
    sections: sections(['Warm-up', 5], ['Discovery', 20], ['Delivery', 20], ['Your questions', 10]),
    questions: [
      ...questions('Discovery', [
        [
          'How did you find out what people needed in your last product?',
          8,
          'medium',
          ['interviews', 'data', 'assumptions', 'experiment'],
        ],
        [
          'Three customers ask for the same feature. What do you do?',
          8,
          'medium',
          ['problem', 'why', 'other customers', 'cost'],
        ],
      ]),
      ...questions('Delivery', [
        [
          'A release slips by a month. Whom do you tell what?',
          5,
          'medium',
          ['early', 'stakeholders', 'scope', 'options'],
        ],
        [
          'Which metric would you choose for our product, and what is wrong with it?',
          10,
          'hard',
          ['outcome', 'leading', 'gaming', 'counter metric'],
        ],
        [
          'Engineers say no to something you need. How do you go on?',
          5,
          'medium',
          ['listen', 'constraints', 'alternatives'],
        ],
      ]),
    ],
    criteria: criteria(
      ['Understanding of users', '1: opinions. 3: asks users. 5: tests what they believe.'],
      ['Judgement', '1: does everything. 3: sets priorities. 5: explains what they leave out.'],
      ['Leading without authority', '1: pushes. 3: convinces. 5: others decide with them.'],
      ['Communication', rubric.communication],
    ),
  },
];
