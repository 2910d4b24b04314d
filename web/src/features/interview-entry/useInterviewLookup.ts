import { useCallback, useEffect, useState } from 'react';

import { dropLinkToken } from '../../lib/interview-links';
import type { InterviewSummary, MeetingId } from '../../protocol/protocol.gen';
import { ApiError, type ApiFailure } from '../../rtc/api';
import { getInterview } from '../../rtc/interview-api';

/** Facts about the interview before joining. */
export type InterviewLookup =
  | { kind: 'looking' }
  | { kind: 'found'; interview: InterviewSummary }
  | { kind: 'invalid_link' }
  | { kind: 'missing' }
  | { kind: 'failed'; failure: ApiFailure };

/** How often the state is refreshed in prejoin, in ms. */
const REFRESH_MS = 10_000;

/** Looks up a link's interview and role, while `wanted`. */
export function useInterviewLookup(
  id: MeetingId,
  token: string,
  wanted: boolean,
): { lookup: InterviewLookup; retry: () => void } {
  const [lookup, setLookup] = useState<InterviewLookup>({ kind: 'looking' });
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is a new look-up.
  useEffect(() => {
    if (!wanted) return;
    const stop = new AbortController();
    const look = async () => {
      try {
        const interview = await getInterview(id, token, stop.signal);
        if (!stop.signal.aborted) setLookup({ kind: 'found', interview });
      } catch (error) {
        if (stop.signal.aborted) return;
        const status = error instanceof ApiError ? error.status : 0;
        const failure = error instanceof ApiError ? error.failure : 'server';
        if (status === 401) {
          dropLinkToken(id, token);
          setLookup({ kind: 'invalid_link' });
        } else if (failure === 'not_found') {
          dropLinkToken(id);
          setLookup({ kind: 'missing' });
        } else {
          // A later failure keeps the result: only the first look-up can fail the page.
          setLookup((known) => (known.kind === 'found' ? known : { kind: 'failed', failure }));
        }
      }
    };
    void look();
    const timer = setInterval(() => {
      if (!document.hidden) void look();
    }, REFRESH_MS);
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }, [id, token, wanted, attempt]);

  const retry = useCallback(() => {
    setLookup({ kind: 'looking' });
    setAttempt((count) => count + 1);
  }, []);
  return { lookup, retry };
}
