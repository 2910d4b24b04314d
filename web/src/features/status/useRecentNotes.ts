import { useEffect } from 'react';

import { describeMeeting } from '../../lib/recent-meetings';
import type { MeetingId } from '../../protocol/protocol.gen';
import { useFoundMeeting } from '../../stores/found-meeting';
import { type RoomState, useRoom } from '../../stores/room';
import { useVisit, type Visit } from '../../stores/visit';

/** Notes title and people of this meeting in the list of recent ones. */
export function useRecentNotes(id: MeetingId): void {
  useEffect(() => {
    const note = () => describe(id, useRoom.getState(), useVisit.getState().visit);
    const undo = [
      useVisit.subscribe(note),
      useRoom.subscribe((now, before) => {
        if (now.title !== before.title || now.name !== before.name) note();
      }),
    ];
    return () => {
      for (const act of undo) act();
    };
  }, [id]);
}

function describe(id: MeetingId, room: RoomState, visit: Visit | null): void {
  const inside = room.status.kind === 'joined' || room.status.kind === 'reconnecting';
  if (!inside || room.meetingId !== id || visit?.meetingId !== id) return;
  // After leaving, the page still knows what the meeting was called.
  useFoundMeeting.setState({ found: { id, title: room.title, name: room.name } });
  describeMeeting(id, visit.from, {
    title: room.title ?? room.name,
    room: room.isNamedRoom ? room.name : null,
    names: Object.values(visit.met),
  });
}
