import { readLinkToken } from '../../lib/interview-links';
import { createLink, getLinks } from '../../rtc/interview-api';
import type { InterviewLink, MeetingId } from '../../rtc/protocol.gen';
import { strings } from '../../strings';
import { copyOrTell } from '../invite';
import { toast } from '../toast';
import { interviewFailure } from './failure';

/** The link, on whatever address this page was opened. */
export function interviewUrl(id: MeetingId, token: string): string {
  return `${location.origin}/i/${id}#${token}`;
}

export function isGood(link: InterviewLink, now = Date.now()): boolean {
  return !link.revoked && Date.parse(link.expires_at) > now;
}

/** With its token; the server tells nobody that of another interviewer. */
export type OpenLink = InterviewLink & { token: string };

export function isOpen(link: InterviewLink): link is OpenLink {
  return link.token !== undefined;
}

/** Copies the newest good link for the candidate; where there is none any more, makes one. */
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
