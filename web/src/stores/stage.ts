import { create } from 'zustand';

import { type LayoutChoice, readPreferences, updatePreferences } from '../lib/preferences';
import type { Corner } from '../lib/stage-layout';
import type { ParticipantId } from '../protocol/protocol.gen';
import type { VideoSource } from '../rtc/source';

/** A tile: a participant's face or shared screen. */
export interface TileRef {
  participant: ParticipantId;
  source: VideoSource;
}

interface StageChoices {
  pinned: TileRef | null;
  layout: LayoutChoice;
  /** True if people without video have no tile. */
  hidesWithoutVideo: boolean;
  /** Where the own tile floats, and whether it is hidden. */
  ownTile: { corner: Corner; hidden: boolean };
}

/** This person's view of the stage; nobody else sees it. All but the pin is remembered. */
export const useStage = create<StageChoices>()(() => {
  const { layout, hidesWithoutVideo, ownTile } = readPreferences();
  return { pinned: null, layout, hidesWithoutVideo, ownTile };
});

export function pin(tile: TileRef | null): void {
  useStage.setState({ pinned: tile });
}

export function chooseLayout(layout: LayoutChoice): void {
  useStage.setState({ layout });
  updatePreferences({ layout });
}

export function hideWithoutVideo(hidesWithoutVideo: boolean): void {
  useStage.setState({ hidesWithoutVideo });
  updatePreferences({ hidesWithoutVideo });
}

export function moveOwnTile(corner: Corner): void {
  changeOwnTile({ corner });
}

export function hideOwnTile(hidden: boolean): void {
  changeOwnTile({ hidden });
}

function changeOwnTile(change: Partial<StageChoices['ownTile']>): void {
  const ownTile = { ...useStage.getState().ownTile, ...change };
  useStage.setState({ ownTile });
  updatePreferences({ ownTile });
}
