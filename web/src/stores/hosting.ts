import { create } from 'zustand';

import type { Source } from '../protocol/protocol.gen';

/**
 * Requests of hosts to this participant. Serialisable; the session writes it,
 * and the form of the title `titleAsked`.
 */
export interface HostingState {
  /** The last source a host stopped. `by` is the host's name, null once they left. */
  stopped: { key: number; by: string | null; source: Source } | null;
  /** A host's open request to unmute. */
  unmuteAsked: { by: string | null } | null;
  /** The title that this participant asked for and that the room has not announced yet. */
  titleAsked: { title: string | null } | null;
}

export const initialHosting: HostingState = {
  stopped: null,
  unmuteAsked: null,
  titleAsked: null,
};

export const useHosting = create<HostingState>()(() => initialHosting);
