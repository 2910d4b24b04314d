import type { PersonId } from '../../protocol/protocol.gen';
import { calls } from '../../session/calls';
import type { CallProblem } from '../../session/calls/api';
import { toast } from '../../stores/toasts';
import { strings } from '../../strings';

/** Calls a person from a list; problems show as toasts. */
export async function ring(person: PersonId, video: boolean): Promise<void> {
  tell(await calls.call(person, video));
}

export function tell(problem: CallProblem | null): void {
  if (problem !== null) toast(strings().calls.problems[problem], 'danger');
}
