import { create } from 'zustand';

import { readVolumes, writeVolumes } from '../lib/volumes';
import type { ParticipantId } from '../protocol/protocol.gen';

/** Playback volume by participant, 0 to 1; missing means full volume. */
export const useVolumes = create<Record<ParticipantId, number>>()(() => readVolumes());

export function useVolumeOf(id: ParticipantId): number {
  return useVolumes((volumes) => volumes[id] ?? 1);
}

export function setVolume(id: ParticipantId, volume: number): void {
  useVolumes.setState({ [id]: volume });
  writeVolumes(useVolumes.getState());
}
