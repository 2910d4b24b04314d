import type { ParticipantId } from '../../protocol/protocol.gen';
import type { TileRef } from '../../stores/stage';

export interface OnStage {
  /** Participants with a tile; this one last. */
  faces: readonly ParticipantId[];
  /** Participants who share a screen, the newest share last. */
  screens: readonly ParticipantId[];
  selfId: ParticipantId | null;
  pinned: TileRef | null;
}

export function isSame(a: TileRef | null, b: TileRef | null): boolean {
  return a?.participant === b?.participant && a?.source === b?.source;
}

export function isThere({ faces, screens }: OnStage, { participant, source }: TileRef): boolean {
  return (source === 'camera' ? faces : screens).includes(participant);
}

/**
 * The large tile, beside a strip of the others: the pinned one, else the newest screen. The own
 * screen yields to other people's, since its owner knows it.
 */
export function largeTile(stage: OnStage): TileRef | null {
  const { pinned, screens, selfId } = stage;
  if (pinned && isThere(stage, pinned)) return pinned;
  const participant = screens.findLast((id) => id !== selfId) ?? screens.at(-1);
  return participant === undefined ? null : { participant, source: 'screen_share' };
}

/** Tiles for the picture-in-picture window, best first: the large tile, then the speaker. */
export function pictureTiles(stage: OnStage, speaker: ParticipantId | null): TileRef[] {
  const large = largeTile(stage);
  const others = stage.faces.filter((id) => id !== stage.selfId);
  const faces = [...(speaker === null ? [] : [speaker]), ...others, ...stage.faces];
  const isOwnScreen = large?.source === 'screen_share' && large.participant === stage.selfId;
  return [
    // The own screen's tile is only a placeholder.
    ...(large && !isOwnScreen ? [large] : []),
    ...[...new Set(faces)].map((participant) => ({ participant, source: 'camera' as const })),
  ].filter((tile) => isThere(stage, tile));
}
