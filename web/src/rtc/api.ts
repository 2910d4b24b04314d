import type {
  CreatedInterview,
  CreatedMeeting,
  InterviewPlan,
  Meeting,
  MeetingId,
  Problem,
} from './protocol.gen';

/** Why a call of the REST interface failed. */
export type ApiFailure = 'not_found' | 'rate_limited' | 'refused' | 'server' | 'unreachable';

/** A failed call; `problem` is the server's own account of it (RFC 9457) where it gave one. */
export class ApiError extends Error {
  readonly failure: ApiFailure;
  readonly problem: Problem | null;
  /** The HTTP status; 0 if there was no answer, or one that makes no sense. */
  readonly status: number;

  constructor(failure: ApiFailure, problem: Problem | null, status = 0) {
    super(problem?.detail ?? problem?.title ?? failure);
    this.name = 'ApiError';
    this.failure = failure;
    this.problem = problem;
    this.status = status;
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

/** Makes an interview; the first of its links is one's own. Throws {@link ApiError}. */
export function createInterview(plan?: InterviewPlan): Promise<CreatedInterview> {
  return call('/api/v1/interviews', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(plan ? { plan } : {}),
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
  return body(await request(path, init));
}

/** What an answer says. Throws {@link ApiError}. */
export async function body<T>(response: Response): Promise<T> {
  try {
    return (await response.json()) as T;
  } catch {
    throw new ApiError('server', null);
  }
}

/** Asks the server, and gives its answer if it is a good one. Throws {@link ApiError}. */
export async function request(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, credentials: 'same-origin' });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiError('unreachable', null);
  }
  if (response.ok) return response;
  throw new ApiError(failureOf(response.status), await problemOf(response), response.status);
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
