import { create } from 'zustand';

import type { ConnectionSample, Verdict } from '../lib/connection-quality';
import type { ParticipantId } from '../protocol/protocol.gen';

/** Shown quality of a connection, with its recent measurements. */
export interface ConnectionQuality extends Verdict {
  sample: ConnectionSample;
}

/** Quality of media. Serialisable; the session writes it. */
export interface QualityState {
  /** Quality of the own sending; null while nobody else is there. */
  own: ConnectionQuality | null;
  /** Quality by participant; missing for the own one and while unknown. */
  participants: Record<ParticipantId, ConnectionQuality>;
}

export const initialQuality: QualityState = { own: null, participants: {} };

export const useQuality = create<QualityState>()(() => initialQuality);
