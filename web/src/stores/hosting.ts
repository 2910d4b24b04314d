import { create } from 'zustand';

import type { Source } from '../rtc/protocol.gen';

/** What hosts do to oneself: serialisable, written by the session. */
export interface HostingState {
  /** The last source that a host stopped; `by` is their name, null once they are gone. */
  stopped: { key: number; by: string | null; source: Source } | null;
  /** Somebody asks one to unmute, until that is answered. */
  unmuteAsked: { by: string | null } | null;
}

export const initialHosting: HostingState = { stopped: null, unmuteAsked: null };

export const useHosting = create<HostingState>()(() => initialHosting);
