import { useCallback, useEffect, useState } from 'react';

import {
  dropLinkToken,
  keepLinkToken,
  readLinkToken,
  tokenInHash,
} from '../../lib/interview-links';
import { parseMeetingCode } from '../../lib/meeting-code';
import type { InterviewReport, MeetingId } from '../../protocol/protocol.gen';
import { ApiError } from '../../rtc/api';
import { getReport } from '../../rtc/report-api';
import type { Strings } from '../../strings/en';

export type ReportFailure = keyof Strings['report']['failed'];

type Loaded =
  | { state: 'loading' }
  | { state: 'there'; report: InterviewReport; stale?: ReportFailure }
  | { state: 'failed'; failure: ReportFailure };

/** Loads the interview's report, limited to what the viewer's link may see. */
export function useReport(code: string) {
  const [id] = useState(() => parseMeetingCode(code));
  const [token] = useState(() => (id ? tokenOf(id) : null));
  const [loaded, setLoaded] = useState<Loaded>({ state: 'loading' });
  const [asked, setAsked] = useState(0);
  const [busy, setBusy] = useState(true);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt loads the report again.
  useEffect(() => {
    if (!id || !token) {
      setLoaded({ state: 'failed', failure: id ? 'noLink' : 'notFound' });
      setBusy(false);
      return;
    }
    const gone = new AbortController();
    setBusy(true);
    getReport(id, token, gone.signal).then(
      (report) => {
        setLoaded({ state: 'there', report });
        setBusy(false);
      },
      (error) => {
        if (gone.signal.aborted) return;
        const failure = failureOf(error);
        if (failure === 'notFound') dropLinkToken(id);
        if (failure === 'invalidLink') dropLinkToken(id, token);
        setBusy(false);
        // A temporary failure keeps the report that is shown.
        setLoaded((before) =>
          before.state === 'there' && isPassing(failure)
            ? { ...before, stale: failure }
            : { state: 'failed', failure },
        );
      },
    );
    return () => gone.abort();
  }, [id, token, asked]);

  const refresh = useCallback(() => setAsked((times) => times + 1), []);
  return { id, token, loaded, busy, refresh };
}

/** Token from the address, else from this browser's storage. The address bar loses the token. */
function tokenOf(id: MeetingId): string | null {
  const given = tokenInHash(location.hash);
  if (!given) return readLinkToken(id);
  keepLinkToken(id, given);
  history.replaceState(history.state, '', location.pathname);
  return given;
}

/** True if a retry may succeed. */
export function isPassing(failure: ReportFailure): boolean {
  return ['unreachable', 'rateLimited', 'server'].includes(failure);
}

export function failureOf(error: unknown): ReportFailure {
  if (!(error instanceof ApiError)) return 'server';
  if (error.status === 401) return 'invalidLink';
  if (error.status === 403) return 'notAllowed';
  if (error.failure === 'not_found') return 'notFound';
  if (error.failure === 'rate_limited') return 'rateLimited';
  return error.failure === 'unreachable' ? 'unreachable' : 'server';
}
