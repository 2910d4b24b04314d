import { create } from 'zustand';

import type { MeetingId } from '../protocol/protocol.gen';

/** What the last look-up of a meeting found: pages before the room show it. */
export interface FoundMeeting {
  id: MeetingId;
  title: string | null;
  name: string | null;
}

export const useFoundMeeting = create<{ found: FoundMeeting | null }>()(() => ({ found: null }));
