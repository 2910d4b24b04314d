import { type ReactNode, useEffect, useMemo, useState } from 'react';

import { LobbyPage } from '../features/lobby/LobbyPage';
import { useAdmission } from '../features/lobby/useAdmission';
import { isFull } from '../features/prejoin/EntryNotes';
import { useMeeting } from '../features/prejoin/useMeeting';
import {
  DeniedPage,
  EndedPage,
  type Failed,
  FailedPage,
  LeftPage,
  RefusedPage,
  RemovedPage,
  SupersededPage,
} from '../features/status/StatusPages';
import { failureText } from '../features/status/words';
import type { MeetingId } from '../protocol/protocol.gen';
import { meetingSession } from '../session';
import type { InterviewEntry } from '../session/api';
import { type RoomStatus, useRoom } from '../stores/room';
import { part } from '../widgets/part';

const Room = part(async () => ({ default: (await import('./Room')).Room }), 'room');

/** Time in ms that prejoin has for itself before the room is prepared. */
const PREPARES_AFTER = 1_000;

/** Properties of the page before the meeting. */
export interface WayIn {
  joining: boolean;
  /** Why joining failed; a new object each time. */
  failure: { code: string; text: string } | null;
  /** `watches`: a newcomer to a webinar. */
  onJoin: (name: string, password: string | null, watches?: boolean) => void;
}

interface MeetingProps {
  id: MeetingId;
  /** Link and role, if this is an interview. */
  entry?: InterviewEntry;
  prejoin: (way: WayIn) => ReactNode;
  /** Replaces the usual page; null if there is nothing special to show. */
  instead?: (status: RoomStatus, inside: boolean) => ReactNode;
}

/** The meeting exists but cannot be entered now: a page of its own says so. */
const REFUSED: ReadonlySet<string> = new Set(['meeting_locked', 'room_full', 'lobby_full']);

/** Shortest time between two joins by itself, in ms. */
const DOOR_PATIENCE = 8_000;

/** Waits at a closed door, and joins once it is open. */
function Refused({
  id,
  failure,
  onAgain,
}: {
  id: MeetingId;
  failure: Failed;
  onAgain: () => void;
}) {
  const { lookup } = useMeeting(id, { whileHidden: true });
  const [waited, setWaited] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setWaited(true), DOOR_PATIENCE);
    return () => clearTimeout(timer);
  }, []);
  const meeting = lookup.kind === 'found' ? lookup.meeting : null;
  const isOpen = waited && meeting !== null && !meeting.locked && !isFull(meeting);
  return <RefusedPage failure={failure} isOpen={isOpen} onAgain={onAgain} />;
}

/** Everything from prejoin to the page after leaving. */
export function Meeting({ id, entry, prejoin, instead }: MeetingProps) {
  // The store outlives this page: its status counts only after a join from here.
  const [asked, setAsked] = useState(false);
  const [inside, setInside] = useState(false);
  /** True if the join came from another page than prejoin. */
  const [again, setAgain] = useState(false);
  const status = useRoom((state) => state.status);
  useAdmission();
  if (asked && !inside && status.kind === 'joined') setInside(true);

  useEffect(() => {
    const timer = setTimeout(Room.prepare, PREPARES_AFTER);
    return () => clearTimeout(timer);
  }, []);

  // Leaving the page leaves the meeting and turns the devices off.
  useEffect(() => () => meetingSession.leave(), []);

  const join = (name: string, password: string | null, watches = false) => {
    Room.prepare();
    setAsked(true);
    setAgain(false);
    void meetingSession.join(id, name, password, entry ?? null, watches);
  };
  const askAgain = () => {
    setInside(false);
    setAgain(true);
    void meetingSession.rejoin();
  };
  const backToPrejoin = () => {
    setAsked(false);
    setInside(false);
  };
  const failure = useMemo(
    () => (status.kind === 'failed' ? { code: status.code, text: failureText(status) } : null),
    [status],
  );
  const getReady = (joining: boolean) =>
    prejoin({ joining, failure: asked ? failure : null, onJoin: join });

  if (!asked) return getReady(false);
  const other = instead?.(status, inside) ?? null;
  if (other !== null) return other;
  switch (status.kind) {
    case 'idle':
    case 'joining':
      if (inside) return <Room id={id} />;
      return again ? <LobbyPage id={id} hostPresent={null} /> : getReady(true);
    case 'waiting':
      return <LobbyPage id={id} hostPresent={status.hostPresent} />;
    case 'denied':
      return <DeniedPage onAgain={askAgain} />;
    case 'removed':
      return <RemovedPage mayReturn={status.mayReturn} onAgain={askAgain} />;
    case 'ended':
      return <EndedPage byMe={status.byMe} />;
    case 'left':
      return inside ? <LeftPage id={id} onRejoin={backToPrejoin} /> : getReady(false);
    case 'superseded':
      return <SupersededPage />;
    case 'failed':
      if (status.code === 'meeting_ended') return <EndedPage before={!inside} />;
      if (status.code === 'removed') return <RemovedPage mayReturn onAgain={askAgain} />;
      if (REFUSED.has(status.code)) return <Refused id={id} failure={status} onAgain={askAgain} />;
      if (inside)
        return <FailedPage failure={status} onAgain={() => void meetingSession.rejoin()} />;
      return getReady(false);
    default:
      return <Room id={id} fallback={getReady(true)} />;
  }
}
