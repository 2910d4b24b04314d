import { useState } from 'react';
import { useLocation } from 'wouter';

import { keepHostToken } from '../lib/host-tokens';
import { ApiError, type ApiFailure, createMeeting } from '../rtc/api';
import { useStrings } from '../strings';

const WORDS = {
  unreachable: 'unreachable',
  rate_limited: 'rateLimited',
  server: 'serverError',
  not_found: 'serverError',
  refused: 'refused',
} as const satisfies Record<ApiFailure, string>;

/** Creates a meeting, with or without a title, and opens it. */
export function useStartMeeting() {
  const t = useStrings();
  const [, navigate] = useLocation();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);

  const start = async (title: string | null = null) => {
    setBusy(true);
    setFailure(null);
    try {
      const meeting = await createMeeting(title);
      keepHostToken(meeting.id, meeting.host_token);
      navigate(`/m/${meeting.id}`);
    } catch (cause) {
      setFailure(cause instanceof ApiError ? cause.failure : 'server');
      setBusy(false);
    }
  };

  return { start, busy, error: failure && t.landing[WORDS[failure]] };
}
