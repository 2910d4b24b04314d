import { create } from 'zustand';

import type { MeetingId } from '../protocol/protocol.gen';

/** What the last look-up found, or the room said: pages before and after the room show it. */
export interface FoundMeeting {
  id: MeetingId;
  title: string | null;
  name: string | null;
}

export const useFoundMeeting = create<{ found: FoundMeeting | null }>()(() => ({ found: null }));
