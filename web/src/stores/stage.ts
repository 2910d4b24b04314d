import { create } from 'zustand';

import type { ParticipantId } from '../rtc/protocol.gen';
import type { VideoSource } from '../rtc/source';

/** A tile: somebody's face, or the screen that they share. */
export interface TileRef {
  participant: ParticipantId;
  source: VideoSource;
}

/** What this person has made of the stage; nobody else sees it. */
export const useStage = create<{ pinned: TileRef | null }>()(() => ({ pinned: null }));

export function pin(tile: TileRef | null): void {
  useStage.setState({ pinned: tile });
}
