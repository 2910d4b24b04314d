import { DoorClosed, Lock, Users } from 'lucide-react';

import type { Meeting } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { Notice } from '../../ui/Notice';

/** Obstacles for newcomers (locked, full, lobby), shown before they press anything. */
export function EntryNotes({ meeting }: { meeting: Meeting }) {
  const t = useStrings();
  const full = meeting.participant_count >= meeting.max_participants;
  if (meeting.locked) {
    return (
      <Notice tone="warn" icon={Lock}>
        <p>{t.entry.lockedNote}</p>
      </Notice>
    );
  }
  if (full) {
    return (
      <Notice tone="warn" icon={Users}>
        <p>{t.entry.fullNote}</p>
      </Notice>
    );
  }
  if (!meeting.lobby) return null;
  return (
    <Notice tone="info" icon={DoorClosed}>
      <p>{t.entry.lobbyNote}</p>
    </Notice>
  );
}
