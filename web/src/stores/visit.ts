import { create } from 'zustand';

import type { MeetingId, ParticipantId } from '../protocol/protocol.gen';

/** What this page remembers of the last stay in a meeting. */
export interface Visit {
  meetingId: MeetingId;
  /** In ms since the epoch by this clock. */
  from: number;
  to: number;
  /** The others who were there, by id: their last names. */
  met: Record<ParticipantId, string>;
}

export const useVisit = create<{ visit: Visit | null }>()(() => ({ visit: null }));
