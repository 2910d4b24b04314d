import { SignalingError } from '../../rtc/request-queue';
import type { CallProblem } from './api';

/** Refusals with a known reason. */
export class CallRefused extends Error {
  readonly problem: CallProblem;

  constructor(problem: CallProblem) {
    super(problem);
    this.problem = problem;
  }
}

/** Why a request was refused, if the person can act on it. */
export function problemOf(error: unknown): CallProblem {
  if (error instanceof CallRefused) return error.problem;
  const code = error instanceof SignalingError ? error.code : 'internal';
  switch (code) {
    case 'disconnected':
      return 'offline';
    case 'own_id':
    case 'in_call':
    case 'rate_limited':
    case 'limit_reached':
      return code;
    case 'storage_unavailable':
      return 'storage';
    default:
      return 'refused';
  }
}

/** Runs an action; returns null on success, else the problem. */
export async function settle(act: Promise<unknown>): Promise<CallProblem | null> {
  try {
    await act;
    return null;
  } catch (error) {
    return problemOf(error);
  }
}
