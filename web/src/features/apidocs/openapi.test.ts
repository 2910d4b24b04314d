import { expect, it } from 'vitest';

import { operationsOf, typeOf } from './openapi';

it('lists operations in the order of the document', () => {
  const operations = operationsOf({
    info: { title: 'x', version: '1' },
    paths: {
      '/a': { post: { summary: 'make' }, parameters: [], get: { summary: 'list' } },
      '/a/{id}': { get: {} },
    },
  });
  expect(operations.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /a',
    'POST /a',
    'GET /a/{id}',
  ]);
  expect(new Set(operations.map(({ id }) => id)).size).toBe(3);
});

it.each([
  [{ $ref: '#/components/schemas/Meeting' }, 'Meeting'],
  [{ type: 'string', format: 'date-time' }, 'string (date-time)'],
  [{ type: ['string', 'null'] }, 'string or null'],
  [{ type: 'array', items: { $ref: '#/x/Y' } }, 'array of Y'],
  [{ oneOf: [{ type: 'null' }, { $ref: '#/x/Y' }] }, 'null or Y'],
  [undefined, ''],
])('tells the type of %j', (schema, words) => {
  expect(typeOf(schema)).toBe(words);
});
