import { strings } from '../strings';

/** Puts a refusal of an interview request, by socket or by REST, into words. */
export function interviewFailure(error: unknown): string {
  const { failed } = strings().interview;
  return (failed as Record<string, string>)[codeOf(error)] ?? failed.other;
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'other';
  if ('code' in error) return String(error.code);
  if ('status' in error && error.status === 401) return 'invalid_link';
  if ('status' in error && error.status === 403) return 'not_allowed';
  if ('status' in error && error.status === 409) return 'limit_reached';
  if (!('failure' in error)) return 'other';
  return error.failure === 'refused' ? 'invalid_payload' : String(error.failure);
}
