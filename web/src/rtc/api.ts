import type {
  CreatedInterview,
  CreatedMeeting,
  CreateInterview,
  Meeting,
  Problem,
} from '../protocol/protocol.gen';

/** Why a REST request failed. */
export type ApiFailure = 'not_found' | 'rate_limited' | 'refused' | 'server' | 'unreachable';

/** A failed REST request. `problem` is the server's problem document (RFC 9457), if it sent one. */
export class ApiError extends Error {
  readonly failure: ApiFailure;
  readonly problem: Problem | null;
  /** HTTP status; 0 if no answer arrived or the answer could not be parsed. */
  readonly status: number;

  constructor(failure: ApiFailure, problem: Problem | null, status = 0) {
    super(problem?.detail ?? problem?.title ?? failure);
    this.name = 'ApiError';
    this.failure = failure;
    this.problem = problem;
    this.status = status;
  }
}

/** Creates a meeting and returns it with the host's token. Throws {@link ApiError}. */
export function createMeeting(title: string | null = null): Promise<CreatedMeeting> {
  return call('/api/v1/meetings', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(title === null ? {} : { title }),
  });
}

/** Creates an interview; the first link returned is the creator's. Throws {@link ApiError}. */
export function createInterview(interview: CreateInterview): Promise<CreatedInterview> {
  return call('/api/v1/interviews', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(interview),
  });
}

/** Looks up a meeting by its id or its name; null if there is none. Throws {@link ApiError}. */
export function getMeeting(id: string, signal?: AbortSignal): Promise<Meeting | null> {
  return orNull(`/api/v1/meetings/${encodeURIComponent(id)}`, { ...(signal && { signal }) });
}

/**
 * Returns the meeting of the room with this name, and opens the room if the name is new; null if
 * the server has no such rooms. Throws {@link ApiError}.
 */
export function openRoom(name: string, signal?: AbortSignal): Promise<Meeting | null> {
  const path = `/api/v1/rooms/${encodeURIComponent(name)}`;
  return orNull(path, { method: 'PUT', ...(signal && { signal }) });
}

async function orNull<T>(path: string, init: RequestInit): Promise<T | null> {
  try {
    return await call(path, init);
  } catch (error) {
    if (error instanceof ApiError && error.failure === 'not_found') return null;
    throw error;
  }
}

async function call<T>(path: string, init: RequestInit): Promise<T> {
  return body(await request(path, init));
}

/** Parses the body of an answer. Throws {@link ApiError}. */
export async function body<T>(response: Response): Promise<T> {
  try {
    return (await response.json()) as T;
  } catch {
    throw new ApiError('server', null);
  }
}

/** Sends a request and returns the answer if its status is a success. Throws {@link ApiError}. */
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
