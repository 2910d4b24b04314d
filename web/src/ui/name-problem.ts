import type { NameProblem } from '../lib/display-name';
import { strings } from '../strings';

/** Puts a problem with a name into words. */
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
