import type {
  ChangeDetails,
  CreateLink,
  InterviewLink,
  InterviewLinks,
  InterviewSummary,
  LinkId,
  MeetingId,
} from '../protocol/protocol.gen';
import { body, request } from './api';

// Every function takes the token of an interview link and throws ApiError.

/** Summary of an interview for the holder of a link, before joining. */
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

/** Replaces candidate and date of an interview, and its title if one is given. */
export async function changeDetails(
  id: MeetingId,
  token: string,
  change: ChangeDetails,
): Promise<InterviewSummary> {
  return body(
    await request(`${path(id)}/details`, {
      method: 'PUT',
      headers: { ...authorized(token), 'content-type': 'application/json' },
      body: JSON.stringify(change),
    }),
  );
}

/** Lists all links, revoked and expired ones too, without the tokens of other interviewers. */
export async function getLinks(id: MeetingId, token: string): Promise<InterviewLink[]> {
  const init = { headers: authorized(token), cache: 'no-store' } as const;
  return (await body<InterviewLinks>(await request(`${path(id)}/links`, init))).links;
}

/** Creates a link; the server returns its token only this once. */
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

/** Revokes a link and removes everybody who joined with it. */
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
