import type { NameProblem } from '../lib/display-name';
import { strings } from '../strings';

/** What is wrong with a name, in words. */
export function nameProblemText(problem: NameProblem): string {
  switch (problem.kind) {
    case 'empty':
      return strings().prejoin.nameEmpty;
    case 'too_long':
      return strings().prejoin.nameTooLong(problem.count);
    case 'forbidden':
      return strings().prejoin.nameForbidden;
  }
}
