import { body, request } from './api';
import type {
  CreateLink,
  InterviewLink,
  InterviewLinks,
  InterviewSummary,
  LinkId,
  MeetingId,
} from './protocol.gen';

// Each takes the token of a link into the interview, and throws ApiError.

/** What the holder of a link may know before joining. */
export async function getInterview(
  id: MeetingId,
  token: string,
  signal?: AbortSignal,
): Promise<InterviewSummary> {
  const init = {
    headers: authorized(token),
    cache: 'no-store',
    ...(signal && { signal }),
  } as const;
  return body(await request(path(id), init));
}

/** All links, those that are no longer good too; without the tokens of other interviewers. */
export async function getLinks(id: MeetingId, token: string): Promise<InterviewLink[]> {
  const init = { headers: authorized(token), cache: 'no-store' } as const;
  return (await body<InterviewLinks>(await request(`${path(id)}/links`, init))).links;
}

/** A link just made, whose token is told this once. */
export async function createLink(
  id: MeetingId,
  token: string,
  link: CreateLink,
): Promise<InterviewLink & { token: string }> {
  return body(
    await request(`${path(id)}/links`, {
      method: 'POST',
      headers: { ...authorized(token), 'content-type': 'application/json' },
      body: JSON.stringify(link),
    }),
  );
}

/** Whoever came by it is out. */
export async function revokeLink(id: MeetingId, token: string, link: LinkId): Promise<void> {
  await request(`${path(id)}/links/${encodeURIComponent(link)}`, {
    method: 'DELETE',
    headers: authorized(token),
  });
}

function path(id: MeetingId): string {
  return `/api/v1/interviews/${encodeURIComponent(id)}`;
}

function authorized(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}
