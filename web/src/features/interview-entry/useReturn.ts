import { useEffect, useState } from 'react';

import { readDraft, writeDraft } from '../../lib/session-drafts';
import type { InterviewRole, MeetingId } from '../../protocol/protocol.gen';
import { meetingSession } from '../../session';
import { type RoomStatus, useRoom } from '../../stores/room';

/** Ways in which a stay ends for good. A lost connection or a reload is none of them. */
const OVER: ReadonlySet<RoomStatus['kind']> = new Set([
  'left',
  'removed',
  'ended',
  'superseded',
  'denied',
]);

/**
 * True if this tab's candidate was in the interview when the page was reloaded: they go on without
 * the page before it. `asked`: the room's status belongs to this interview.
 */
export function useReturn(
  id: MeetingId,
  token: string,
  role: InterviewRole | null,
  asked: boolean,
): boolean {
  // The public half of the token: another link is another person.
  const [link = ''] = token.split('.');
  const [returns, setReturns] = useState(
    () => readDraft(id, 'inside') === link && meetingSession.rememberedName() !== '',
  );
  const status = useRoom((state) => state.status.kind);
  useEffect(() => {
    if (!asked || role !== 'candidate') return;
    if (status === 'joined') {
      writeDraft(id, 'inside', link);
      setReturns(false);
    } else if (OVER.has(status)) {
      writeDraft(id, 'inside', '');
      setReturns(false);
    }
  }, [id, link, role, asked, status]);
  return returns && role === 'candidate';
}
