import { useEffect, useId, useState } from 'react';
import { Link } from 'wouter';

import { dropLinkToken, readLinkToken } from '../../lib/interview-links';
import type { InterviewSummary, MeetingId } from '../../protocol/protocol.gen';
import { ApiError } from '../../rtc/api';
import { getInterview } from '../../rtc/interview-api';
import { useStrings } from '../../strings';

/** Interviews with a link in this browser. Deleted ones are left out. */
export default function RecentInterviews({ ids }: { ids: MeetingId[] }) {
  const t = useStrings();
  const [interviews, setInterviews] = useState<InterviewSummary[]>([]);
  const headingId = useId();
  useEffect(() => {
    let wanted = true;
    void Promise.all(ids.map(find)).then((found) => {
      if (wanted) setInterviews(found.filter((one) => one !== null));
    });
    return () => {
      wanted = false;
    };
  }, [ids]);
  if (interviews.length === 0) return null;
  return (
    <section className="recent" aria-labelledby={headingId}>
      <header className="recent-head">
        <h2 id={headingId}>{t.startInterview.recent}</h2>
      </header>
      <ul>
        {interviews.map(({ id, title, state, role, candidate, scheduled_at }) => (
          <li key={id}>
            <Link href={`/i/${id}`} className="recent-link">
              <span className="recent-title" dir="auto">
                {candidate === undefined ? title : t.startInterview.with(title, candidate)}
              </span>{' '}
              <span className="recent-facts">
                {[
                  scheduled_at !== undefined && t.startInterview.at(new Date(scheduled_at)),
                  t.startInterview.states[state],
                  t.startInterview.roles[role],
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </Link>
            {role === 'interviewer' && (
              <Link
                href={`/i/${id}/report`}
                className="recent-report"
                aria-label={t.startInterview.reportOf(title)}
              >
                {t.startInterview.report}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

async function find(id: MeetingId): Promise<InterviewSummary | null> {
  const token = readLinkToken(id);
  if (!token) return null;
  try {
    return await getInterview(id, token);
  } catch (error) {
    // Deleted, revoked or expired interviews never come back, so their links go.
    const status = error instanceof ApiError ? error.status : 0;
    if (status === 404) dropLinkToken(id);
    if (status === 401) dropLinkToken(id, token);
    return null;
  }
}
