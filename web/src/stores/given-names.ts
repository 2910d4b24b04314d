import { create } from 'zustand';

import type { ParticipantId } from '../protocol/protocol.gen';

/** Names that this person gave participants of a call. They never leave this browser. */
export const useGivenNames = create<Readonly<Record<ParticipantId, string>>>()(() => ({}));

/** The name this person gave a participant, else the participant's own. */
export function givenName(id: ParticipantId, own: string): string {
  return useGivenNames.getState()[id] ?? own;
}
