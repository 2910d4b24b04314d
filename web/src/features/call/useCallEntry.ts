import { startTransition, useCallback, useEffect, useState } from 'react';

import { isAnswered } from '../../lib/own-calls';
import type { CallId, MeetingId, ParticipantId } from '../../protocol/protocol.gen';
import { calls } from '../../session/calls';
import { useCalls } from '../../stores/calls';
import { useRoom } from '../../stores/room';

/** How long the first picture may delay the room, in ms. */
const PATIENCE = 500;

/**
 * The way from the answer into the room. The first picture comes before the room, since rendering
 * the room takes longer than a frame.
 */
export function useCallEntry() {
  const room = useCalls((state) => state.room);
  const answered = useCalls(({ calls: all }) => all.find(isAnswered));
  const rings = useCalls(({ calls: all }) => all.find(({ phase }) => phase === 'ringing_in'));
  const inside = useRoom(({ selfId, meetingId }) => selfId !== null && meetingId === room);
  /** True if nobody in the room has a camera on. */
  const unseen = useRoom(({ roster, selfId }) => {
    const isOther = (one: ParticipantId) => one !== selfId;
    return roster.order.some(isOther) && !roster.cameras.some(isOther);
  });
  const [shown, setShown] = useState<MeetingId | null>(null);
  const [seen, setSeen] = useState<CallId | null>(null);
  const [done, setDone] = useState<CallId | null>(null);

  const id = answered?.id ?? null;
  const video = answered?.video ?? false;
  useEffect(() => {
    if (room === null || !inside) return;
    const show = () => startTransition(() => setShown(room));
    const waits = id !== null && video && !unseen && seen !== id && calls.picture(id) !== null;
    if (!waits) {
      show();
      return;
    }
    const timer = setTimeout(show, PATIENCE);
    return () => clearTimeout(timer);
  }, [room, inside, id, video, unseen, seen]);

  return {
    /** The room to show; null on the way there and elsewhere. */
    entered: room !== null && (shown === room || !answered) ? room : null,
    /** The party whose first picture to show; prepared while a call rings. */
    pictured: answered ? (answered.id === done ? null : answered) : room === null ? rings : null,
    onSeen: useCallback(() => setSeen(id), [id]),
    onDone: useCallback(() => setDone(id), [id]),
  };
}
