import { readLinkToken } from '../lib/interview-links';
import type { InterviewLink, MeetingId } from '../protocol/protocol.gen';
import { createLink, getLinks } from '../rtc/interview-api';
import { toast } from '../stores/toasts';
import { strings } from '../strings';
import { interviewFailure } from './interview-failure';
import { copyOrTell } from './invite';

/** Link into the interview, on this page's own address. */
export function interviewUrl(id: MeetingId, token: string): string {
  return `${location.origin}/i/${id}#${token}`;
}

export function isGood(link: InterviewLink, now = Date.now()): boolean {
  return !link.revoked && Date.parse(link.expires_at) > now;
}

/** A link with its token. The server hides the tokens of other interviewers. */
export type OpenLink = InterviewLink & { token: string };

export function isOpen(link: InterviewLink): link is OpenLink {
  return link.token !== undefined;
}

/** Copies the newest valid link for the candidate, or creates one. */
export async function copyCandidateLink(id: MeetingId): Promise<void> {
  const token = readLinkToken(id) ?? '';
  try {
    const links = await getLinks(id, token);
    const found = links
      .filter((link) => link.role === 'candidate' && isGood(link))
      .filter(isOpen)
      .sort((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at))[0];
    const link = found ?? (await createLink(id, token, { role: 'candidate' }));
    await copyOrTell(interviewUrl(id, link.token), strings().interview.candidateLinkCopied);
  } catch (error) {
    toast(interviewFailure(error), 'danger');
  }
}
