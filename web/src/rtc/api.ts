import type { CreatedMeeting, Meeting, MeetingId, Problem } from './protocol.gen';

/** Why a call of the REST interface failed. */
export type ApiFailure = 'not_found' | 'rate_limited' | 'refused' | 'server' | 'unreachable';

/** A failed call; `problem` is the server's own account of it (RFC 9457) where it gave one. */
export class ApiError extends Error {
  readonly failure: ApiFailure;
  readonly problem: Problem | null;

  constructor(failure: ApiFailure, problem: Problem | null) {
    super(problem?.detail ?? problem?.title ?? failure);
    this.name = 'ApiError';
    this.failure = failure;
    this.problem = problem;
  }
}

/** Makes a meeting, of which one is then the host. Throws {@link ApiError}. */
export function createMeeting(signal?: AbortSignal): Promise<CreatedMeeting> {
  return call('/api/v1/meetings', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
    ...(signal && { signal }),
  });
}

/** Looks a meeting up; null if there is none by this id. Throws {@link ApiError}. */
export async function getMeeting(id: MeetingId, signal?: AbortSignal): Promise<Meeting | null> {
  try {
    return await call(`/api/v1/meetings/${encodeURIComponent(id)}`, { ...(signal && { signal }) });
  } catch (error) {
    if (error instanceof ApiError && error.failure === 'not_found') return null;
    throw error;
  }
}

async function call<T>(path: string, init: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, credentials: 'same-origin' });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiError('unreachable', null);
  }
  if (response.ok) {
    try {
      return (await response.json()) as T;
    } catch {
      throw new ApiError('server', null);
    }
  }
  throw new ApiError(failureOf(response.status), await problemOf(response));
}

function failureOf(status: number): ApiFailure {
  if (status === 404) return 'not_found';
  if (status === 429) return 'rate_limited';
  return status >= 500 ? 'server' : 'refused';
}

async function problemOf(response: Response): Promise<Problem | null> {
  if (!response.headers.get('content-type')?.startsWith('application/problem+json')) return null;
  try {
    return (await response.json()) as Problem;
  } catch {
    return null;
  }
}
