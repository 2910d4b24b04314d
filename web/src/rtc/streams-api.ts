import type {
  CreateStreamToken,
  LinkId,
  MeetingId,
  StreamTokenInfo,
  StreamTokens,
} from '../protocol/protocol.gen';
import { body, request } from './api';

// Every function takes the host token of the meeting and throws ApiError.

/** A token with its secrets, which the server tells only when it makes the token. */
export type NewStreamToken = StreamTokenInfo & { url: string; token: string };

/** Lists the stream tokens of a meeting, revoked and expired ones too, the oldest first. */
export async function getStreamTokens(id: MeetingId, host: string): Promise<StreamTokenInfo[]> {
  const init = { headers: authorized(host), cache: 'no-store' } as const;
  return (await body<StreamTokens>(await request(path(id), init))).tokens;
}

export async function createStreamToken(
  id: MeetingId,
  host: string,
  token: CreateStreamToken,
): Promise<NewStreamToken> {
  return body(
    await request(path(id), {
      method: 'POST',
      headers: { ...authorized(host), 'content-type': 'application/json' },
      body: JSON.stringify(token),
    }),
  );
}

/** Revokes a token; the server ends the streams that came by it. */
export async function revokeStreamToken(id: MeetingId, host: string, token: LinkId): Promise<void> {
  await request(`${path(id)}/${token}`, { method: 'DELETE', headers: authorized(host) });
}

function path(id: MeetingId): string {
  return `/api/v1/meetings/${id}/streams`;
}

function authorized(host: string): Record<string, string> {
  return { authorization: `Bearer ${host}` };
}
