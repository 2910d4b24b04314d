import { useEffect } from 'react';

import { useRoom } from '../../stores/room';
import { useVisit } from '../../stores/visit';

/** Notes, while the room is shown, since when this person is in it and with whom. */
export function useVisitNotes(): void {
  const meetingId = useRoom((state) => state.meetingId);
  const inside = useRoom(({ status }) => ['joined', 'reconnecting'].includes(status.kind));
  const selfId = useRoom((state) => state.selfId);
  const participants = useRoom((state) => state.participants);
  useEffect(() => {
    if (!inside || !meetingId) return;
    const now = Date.now();
    useVisit.setState({ visit: { meetingId, from: now, to: now, met: {} } });
    return () =>
      useVisit.setState(({ visit }) => ({ visit: visit && { ...visit, to: Date.now() } }));
  }, [inside, meetingId]);
  useEffect(() => {
    if (!inside) return;
    const others = participants.filter(({ id }) => id !== selfId).map(({ id, name }) => [id, name]);
    useVisit.setState(({ visit }) => ({
      visit: visit && { ...visit, met: { ...visit.met, ...Object.fromEntries(others) } },
    }));
  }, [inside, participants, selfId]);
}
