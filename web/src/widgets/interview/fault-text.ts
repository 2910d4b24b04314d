import type { Fault } from '../../lib/plan-draft';
import type { Strings } from '../../strings/en';

/** Puts a problem with a field into words. */
export function faultText(t: Strings, fault: Fault | undefined): string | null {
  switch (fault?.kind) {
    case undefined:
      return null;
    case 'empty':
      return t.question.fault.empty;
    case 'minutes':
      return t.question.fault.minutes;
    case 'too_long':
      return t.question.fault.tooLong(fault.count, fault.max);
    case 'too_many_points':
      return t.question.fault.tooManyPoints(fault.count, fault.max);
    case 'point_too_long':
      return t.question.fault.pointTooLong(fault.point, fault.max);
  }
}
