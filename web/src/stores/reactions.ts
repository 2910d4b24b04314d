import { create } from 'zustand';

import type { ParticipantId, Reaction } from '../rtc/protocol.gen';

export interface ShownReaction {
  key: number;
  from: ParticipantId;
  reaction: Reaction;
}

/** The reactions that float now; each goes by itself. Written by the session. */
export const useReactions = create<{ shown: ShownReaction[] }>()(() => ({ shown: [] }));
