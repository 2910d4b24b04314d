import { useEffect } from 'react';

import type { ParticipantId } from '../../protocol/protocol.gen';
import { type RoomState, useRoom } from '../../stores/room';
import { useVisit } from '../../stores/visit';

/** Notes, while the room is shown, since when this person is in it and with whom. */
export function useVisitNotes(): void {
  const meetingId = useRoom((state) => state.meetingId);
  const inside = useRoom(({ status }) => ['joined', 'reconnecting'].includes(status.kind));
  useEffect(() => {
    if (!inside || !meetingId) return;
    const now = Date.now();
    useVisit.setState({ visit: { meetingId, from: now, to: now, met: {} } });
    return () =>
      useVisit.setState(({ visit }) => ({ visit: visit && { ...visit, to: Date.now() } }));
  }, [inside, meetingId]);
  useEffect(() => {
    if (!inside) return;
    noteMet(useRoom.getState());
    return useRoom.subscribe((now, before) => {
      if (now.roster !== before.roster) noteMet(now);
    });
  }, [inside]);
}

/** Notes newcomers and new names. */
function noteMet({ roster, selfId }: RoomState): void {
  const { visit } = useVisit.getState();
  if (!visit) return;
  const isNew = (id: ParticipantId) => id !== selfId && visit.met[id] !== roster.byId[id]?.name;
  const met = roster.order.filter(isNew).map((id) => [id, roster.byId[id]?.name]);
  if (met.length === 0) return;
  useVisit.setState({ visit: { ...visit, met: { ...visit.met, ...Object.fromEntries(met) } } });
}
