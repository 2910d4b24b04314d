import { useCallback, useEffect, useState } from 'react';

import { ApiError, type ApiFailure, getMeeting } from '../../rtc/api';
import type { Meeting, MeetingId } from '../../rtc/protocol.gen';

/** What is known of the meeting that is about to be joined. */
export type MeetingLookup =
  | { kind: 'looking' }
  | { kind: 'found'; meeting: Meeting }
  | { kind: 'missing' }
  | { kind: 'failed'; failure: ApiFailure };

/** How often who is there, and what hosts decided, is asked for while one gets ready. */
const REFRESH_MS = 10_000;

/** Whether the meeting exists, how many people are in it, and what one must do to come in. */
export function useMeeting(id: MeetingId): { lookup: MeetingLookup; retry: () => void } {
  const [lookup, setLookup] = useState<MeetingLookup>({ kind: 'looking' });
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is a new look-up.
  useEffect(() => {
    const stop = new AbortController();
    const look = async () => {
      try {
        const meeting = await getMeeting(id, stop.signal);
        if (stop.signal.aborted) return;
        setLookup(meeting ? { kind: 'found', meeting } : { kind: 'missing' });
      } catch (error) {
        if (stop.signal.aborted) return;
        const failure = error instanceof ApiError ? error.failure : 'server';
        // What was found stays found: only a first look-up can fail the page.
        setLookup((known) => (known.kind === 'found' ? known : { kind: 'failed', failure }));
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
  }, [id, attempt]);

  const retry = useCallback(() => {
    setLookup({ kind: 'looking' });
    setAttempt((count) => count + 1);
  }, []);
  return { lookup, retry };
}
