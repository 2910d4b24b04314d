import { type Action, may } from '../lib/permissions';
import { meetingSession } from '../session';
import type { HostRequest, PayloadOf } from '../session/api';
import { ownInterviewRole, ownRole, useRoom } from '../stores/room';
import { strings } from '../strings';
import { toast } from './toast';

/** Whether one may do something, as things stand. */
export function useMay(action: Action): boolean {
  return useRoom((state) => may(ownRole(state), action, state.settings, ownInterviewRole(state)));
}

/** Asks for what only some roles may do; null if it was done, or in words why not. */
export async function tryToAsk<Name extends HostRequest>(
  name: Name,
  payload: PayloadOf<Name>,
): Promise<string | null> {
  try {
    await meetingSession.ask(name, payload);
    return null;
  } catch (error) {
    return failedText(error);
  }
}

/** The same, where what failed is shown as a toast; whether it was done. */
export async function ask<Name extends HostRequest>(
  name: Name,
  payload: PayloadOf<Name>,
): Promise<boolean> {
  const problem = await tryToAsk(name, payload);
  if (problem !== null) toast(problem, 'danger');
  return problem === null;
}

/** Why the server did not do it, in words. */
export function failedText(error: unknown): string {
  const { failed } = strings().hosts;
  const words: Record<string, string> = failed;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'other';
  return words[code] ?? failed.other;
}
