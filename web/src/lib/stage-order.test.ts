import fc from 'fast-check';
import { expect, it } from 'vitest';

import { NO_ORDER, nextOrder, type StageOrder } from './stage-order';

const abc = nextOrder(NO_ORDER, ['a', 'b', 'c', 'd', 'e'], 3, null);
const faces = (order: StageOrder) => order.faces.join('');

it('begins with the order of joining, and puts newcomers last', () => {
  expect(faces(abc)).toBe('abcde');
  expect(faces(nextOrder(abc, ['a', 'b', 'c', 'd', 'e', 'f'], 3, null))).toBe('abcdef');
});

it('brings a speaker of another page in place of the one who has been silent longest', () => {
  const spoken = ['c', 'a', 'b'].reduce((o, who) => nextOrder(o, o.faces, 3, who), abc);
  expect(faces(spoken), 'who is in sight stays there').toBe('abcde');
  const dan = nextOrder(spoken, spoken.faces, 3, 'd');
  expect(faces(dan)).toBe('abdce');
  expect(faces(nextOrder(dan, dan.faces, 3, 'e'))).toBe('ebdca');
});

it('takes the last place of those who never spoke', () => {
  const order = nextOrder(nextOrder(abc, abc.faces, 3, 'c'), abc.faces, 3, 'e');
  expect(faces(order)).toBe('aecdb');
});

it('leaves everybody in place while the last speaker is in sight, or nobody speaks', () => {
  const order = nextOrder(abc, abc.faces, 3, 'd');
  expect(faces(nextOrder(order, order.faces, 3, 'd'))).toBe(faces(order));
  expect(faces(nextOrder(order, order.faces, 3, null))).toBe(faces(order));
});

it('fills the place of one who left from the next page', () => {
  expect(faces(nextOrder(abc, ['b', 'c', 'd', 'e'], 3, null))).toBe('dbce');
});

it('has everybody once, and moves no more than two of a page for one speaker', () => {
  const people = fc.uniqueArray(fc.constantFrom(...'abcdefghij'), { minLength: 1 });
  fc.assert(
    fc.property(
      fc.array(fc.record({ people, speaker: fc.constantFrom(...'abcdefghij') })),
      fc.integer({ min: 1, max: 12 }),
      (steps, room) => {
        let order = NO_ORDER;
        for (const step of steps) {
          const settled = nextOrder(order, step.people, room, null);
          order = nextOrder(settled, step.people, room, step.speaker);
          expect([...order.faces].sort()).toEqual([...step.people].sort());
          const moved = order.faces.filter((id, index) => settled.faces[index] !== id);
          expect(moved.length).toBeLessThanOrEqual(2);
          if (step.people.includes(step.speaker)) {
            expect(order.faces.indexOf(step.speaker)).toBeLessThan(room);
          }
        }
      },
    ),
  );
});
