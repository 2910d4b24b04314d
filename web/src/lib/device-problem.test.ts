import { expect, it } from 'vitest';

import { deviceProblem } from './device-problem';

it.each([
  ['NotAllowedError', 'refused'],
  ['SecurityError', 'refused'],
  ['NotFoundError', 'not_found'],
  ['OverconstrainedError', 'not_found'],
  ['NotReadableError', 'in_use'],
  ['AbortError', 'in_use'],
  ['TypeError', 'unknown'],
])('%s is %s', (name, problem) => {
  expect(deviceProblem(new DOMException('', name))).toBe(problem);
});

it('what is no error at all is unknown', () => {
  expect(deviceProblem(undefined)).toBe('unknown');
});
