import { useCallback, useEffect, useState } from 'react';
import type { Meeting, MeetingId } from '../../protocol/protocol.gen';
import { ApiError, type ApiFailure, getMeeting } from '../../rtc/api';

/** Result of looking up the meeting to join. */
export type MeetingLookup =
  | { kind: 'looking' }
  | { kind: 'found'; meeting: Meeting }
  | { kind: 'missing' }
  | { kind: 'failed'; failure: ApiFailure };

/** Interval for refreshing the participant count and the hosts' settings before the join, in ms. */
const REFRESH_MS = 10_000;

/**
 * Looks up whether the meeting exists, how many people are in it and what joining requires.
 * `whileHidden`: goes on behind another tab.
 */
export function useMeeting(
  id: MeetingId,
  { whileHidden = false } = {},
): { lookup: MeetingLookup; retry: () => void } {
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
        // Only the first look-up can fail the page; a failed refresh keeps the earlier result.
        setLookup((known) => (known.kind === 'found' ? known : { kind: 'failed', failure }));
      }
    };
    void look();
    const timer = setInterval(() => {
      if (whileHidden || !document.hidden) void look();
    }, REFRESH_MS);
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }, [id, attempt, whileHidden]);

  const retry = useCallback(() => {
    setLookup({ kind: 'looking' });
    setAttempt((count) => count + 1);
  }, []);
  return { lookup, retry };
}
