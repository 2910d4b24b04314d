import { type Action, may } from '../lib/permissions';
import { meetingSession } from '../session';
import type { HostRequest, PayloadOf } from '../session/api';
import { ownInterviewRole, ownRole, useRoom } from '../stores/room';
import { toast } from '../stores/toasts';
import { strings } from '../strings';

/** True if this participant may do something now. */
export function useMay(action: Action): boolean {
  return useRoom((state) => may(ownRole(state), action, state.settings, ownInterviewRole(state)));
}

/**
 * Makes a request that only some roles may make. Returns null on success, else the reason in words.
 */
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

/** Makes such a request and shows a failure as a toast; true on success. */
export async function ask<Name extends HostRequest>(
  name: Name,
  payload: PayloadOf<Name>,
): Promise<boolean> {
  const problem = await tryToAsk(name, payload);
  if (problem !== null) toast(problem, 'danger');
  return problem === null;
}

/** Puts the server's refusal into words. */
export function failedText(error: unknown): string {
  const { failed } = strings().hosts;
  const words: Record<string, string> = failed;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'other';
  return words[code] ?? failed.other;
}
