import type { InterviewReport, MeetingId, RecordDecision } from '../protocol/protocol.gen';
import { body, request } from './api';

// Every function takes the token of an interview link and throws ApiError.

export async function getReport(
  id: MeetingId,
  token: string,
  signal: AbortSignal,
): Promise<InterviewReport> {
  const init = { headers: authorized(token), cache: 'no-store', signal } as const;
  return body(await request(`${path(id)}/report`, init));
}

export async function getReportFile(
  id: MeetingId,
  token: string,
  format: 'json' | 'markdown',
): Promise<Blob> {
  const file = format === 'json' ? 'report' : 'report.md';
  const response = await request(`${path(id)}/${file}`, { headers: authorized(token) });
  return response.blob();
}

/** Records the decision, in place of an earlier one. */
export async function recordDecision(
  id: MeetingId,
  token: string,
  decision: RecordDecision,
): Promise<void> {
  await request(`${path(id)}/decision`, {
    method: 'PUT',
    headers: { ...authorized(token), 'content-type': 'application/json' },
    body: JSON.stringify(decision),
  });
}

/** Deletes the interview and everything that belongs to it. */
export async function deleteInterview(id: MeetingId, token: string): Promise<void> {
  await request(path(id), { method: 'DELETE', headers: authorized(token) });
}

function path(id: MeetingId): string {
  return `/api/v1/interviews/${encodeURIComponent(id)}`;
}

function authorized(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}
