import { ApiError } from '../../rtc/api';
import { strings } from '../../strings';

/** Puts the failure of a request about stream tokens into words. */
export function streamFailure(error: unknown): string {
  const { failed, notOwner } = strings().streams;
  if (!(error instanceof ApiError)) return failed.other;
  if (error.status === 401) return notOwner;
  if (error.status === 409) return failed.limit;
  return (failed as Record<string, string>)[error.failure] ?? failed.other;
}
