import { useCallback, useEffect, useState } from 'react';
import type { Meeting, MeetingId } from '../../protocol/protocol.gen';
import { ApiError, type ApiFailure, getMeeting, openRoom } from '../../rtc/api';
import { useFoundMeeting } from '../../stores/found-meeting';

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
        if (meeting) noteFound(meeting);
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

/** Finds the meeting that a name leads to; opens the room of that name, if it `isRoom`. */
export function useNamedMeeting(
  name: string,
  isRoom: boolean,
): { lookup: MeetingLookup; retry: () => void } {
  const [lookup, setLookup] = useState<MeetingLookup>({ kind: 'looking' });
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is a new look-up.
  useEffect(() => {
    const stop = new AbortController();
    const find = isRoom ? openRoom : getMeeting;
    find(name, stop.signal).then(
      (meeting) => {
        if (meeting) noteFound(meeting);
        setLookup(meeting ? { kind: 'found', meeting } : { kind: 'missing' });
      },
      (error: unknown) => {
        if (stop.signal.aborted) return;
        const failure = error instanceof ApiError ? error.failure : 'server';
        setLookup({ kind: 'failed', failure });
      },
    );
    return () => stop.abort();
  }, [name, isRoom, attempt]);

  const retry = useCallback(() => {
    setLookup({ kind: 'looking' });
    setAttempt((count) => count + 1);
  }, []);
  return { lookup, retry };
}

function noteFound({ id, title, name }: Meeting): void {
  useFoundMeeting.setState({ found: { id, title: title ?? null, name: name ?? null } });
}
