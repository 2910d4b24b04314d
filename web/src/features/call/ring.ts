import type { PersonId } from '../../rtc/protocol.gen';
import { calls } from '../../session/calls';
import type { CallProblem } from '../../session/calls/api';
import { strings } from '../../strings';
import { toast } from '../../ui/toast';

/** Rings somebody from a list; what is wrong is said in passing. */
export async function ring(person: PersonId, video: boolean): Promise<void> {
  tell(await calls.call(person, video));
}

export function tell(problem: CallProblem | null): void {
  if (problem !== null) toast(strings().calls.problems[problem], 'danger');
}
