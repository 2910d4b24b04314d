import { create } from 'zustand';

import type { ParticipantId, Reaction } from '../protocol/protocol.gen';

export interface ShownReaction {
  key: number;
  from: ParticipantId;
  reaction: Reaction;
}

/** Floating reactions; each disappears by itself. The session writes them. */
export const useReactions = create<{ shown: ShownReaction[] }>()(() => ({ shown: [] }));
