import { DoorClosed, Eye, Lock, Users } from 'lucide-react';

import type { Meeting } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { Notice } from '../../ui/Notice';

/** Obstacles for newcomers (locked, full, lobby), shown before they press anything. */
export function EntryNotes({ meeting }: { meeting: Meeting }) {
  const t = useStrings();
  if (meeting.locked) {
    return (
      <Notice tone="warn" icon={Lock}>
        <p>{t.entry.lockedNote}</p>
        <p>{t.door.waitsLocked}</p>
      </Notice>
    );
  }
  if (isFull(meeting)) {
    return (
      <Notice tone="warn" icon={Users}>
        <p>{t.entry.fullNote}</p>
        <p>{t.door.waitsFull}</p>
      </Notice>
    );
  }
  return (
    <>
      {meeting.lobby && (
        <Notice tone="info" icon={DoorClosed}>
          <p>{t.entry.lobbyNote}</p>
        </Notice>
      )}
      {meeting.webinar && (
        <Notice tone="info" icon={Eye}>
          <p>{t.paths.webinarNote}</p>
        </Notice>
      )}
    </>
  );
}

export function isFull({ participant_count, max_participants }: Meeting): boolean {
  return participant_count >= max_participants;
}
