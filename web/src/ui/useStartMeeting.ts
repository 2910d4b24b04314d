import { useState } from 'react';
import { useLocation } from 'wouter';

import { ApiError, type ApiFailure, createMeeting } from '../rtc/api';
import { t } from '../strings';

const failures: Record<ApiFailure, string> = {
  unreachable: t.landing.unreachable,
  rate_limited: t.landing.rateLimited,
  server: t.landing.serverError,
  not_found: t.landing.serverError,
  refused: t.landing.refused,
};

/** Makes a meeting and goes there. */
export function useStartMeeting() {
  const [, navigate] = useLocation();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  const start = async () => {
    setBusy(true);
    setError(null);
    try {
      const meeting = await createMeeting();
      navigate(`/m/${meeting.id}`);
    } catch (cause) {
      setError(cause instanceof ApiError ? failures[cause.failure] : t.landing.serverError);
      setBusy(false);
    }
  };

  return { start, busy, error };
}
