import { create } from 'zustand';

import type { ConnectionSample, Verdict } from '../lib/connection-quality';
import type { ParticipantId } from '../rtc/protocol.gen';

/** A connection's quality as shown, and the figures of the last few seconds. */
export interface ConnectionQuality extends Verdict {
  sample: ConnectionSample;
}

/** How well media gets through: serialisable, written by the session. */
export interface QualityState {
  /** One's own sending; null while nobody else is there. */
  own: ConnectionQuality | null;
  /** By participant; absent for oneself, and for whom nothing is known yet. */
  participants: Record<ParticipantId, ConnectionQuality>;
}

export const initialQuality: QualityState = { own: null, participants: {} };

export const useQuality = create<QualityState>()(() => initialQuality);
