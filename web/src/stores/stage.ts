import { create } from 'zustand';

import type { ParticipantId } from '../protocol/protocol.gen';
import type { VideoSource } from '../rtc/source';

/** A tile: a participant's face or shared screen. */
export interface TileRef {
  participant: ParticipantId;
  source: VideoSource;
}

/** This person's layout of the stage; nobody else sees it. */
export const useStage = create<{ pinned: TileRef | null }>()(() => ({ pinned: null }));

export function pin(tile: TileRef | null): void {
  useStage.setState({ pinned: tile });
}
