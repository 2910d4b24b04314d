import { useState } from 'react';
import { useLocation } from 'wouter';

import { keepLinkToken } from '../lib/interview-links';
import type { InterviewPlan } from '../protocol/protocol.gen';
import { ApiError, type ApiFailure, createInterview } from '../rtc/api';
import { useStrings } from '../strings';

/** Creates an interview and opens it as its interviewer. */
export function useStartInterview() {
  const t = useStrings();
  const [, navigate] = useLocation();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);

  const start = async (plan?: InterviewPlan) => {
    setBusy(true);
    setFailure(null);
    try {
      const { interview, links } = await createInterview(plan);
      const own = links.find(({ role }) => role === 'interviewer');
      if (!own?.token) throw new ApiError('server', null);
      keepLinkToken(interview.id, own.token);
      navigate(`/i/${interview.id}`);
    } catch (cause) {
      setFailure(cause instanceof ApiError ? cause.failure : 'server');
      setBusy(false);
    }
  };

  const words: Record<ApiFailure, string> = {
    unreachable: t.landing.unreachable,
    rate_limited: t.startInterview.rateLimited,
    server: t.landing.serverError,
    not_found: t.landing.serverError,
    refused: t.landing.refused,
  };
  return { start, busy, error: failure && words[failure] };
}
