import { create } from 'zustand';

import { readVolumes, writeVolumes } from '../lib/volumes';
import type { ParticipantId } from '../rtc/protocol.gen';

/** How loud this person wants to hear others, 0 to 1; absent for who is as loud as they come. */
export const useVolumes = create<Record<ParticipantId, number>>()(() => readVolumes());

export function useVolumeOf(id: ParticipantId): number {
  return useVolumes((volumes) => volumes[id] ?? 1);
}

export function setVolume(id: ParticipantId, volume: number): void {
  useVolumes.setState({ [id]: volume });
  writeVolumes(useVolumes.getState());
}
