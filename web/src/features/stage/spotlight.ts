import type { ParticipantId } from '../../rtc/protocol.gen';
import type { TileRef } from '../../stores/stage';

export interface OnStage {
  /** Who is there, oneself last. */
  faces: readonly ParticipantId[];
  /** Who shares a screen, the newest last. */
  screens: readonly ParticipantId[];
  selfId: ParticipantId | null;
  pinned: TileRef | null;
}

export function isSame(a: TileRef | null, b: TileRef | null): boolean {
  return a?.participant === b?.participant && a?.source === b?.source;
}

/** The screens in the order in which they came: those already there keep their places. */
export function inOrder(
  before: readonly ParticipantId[],
  now: readonly ParticipantId[],
): ParticipantId[] {
  const kept = before.filter((id) => now.includes(id));
  return [...kept, ...now.filter((id) => !before.includes(id))];
}

export function isThere({ faces, screens }: OnStage, { participant, source }: TileRef): boolean {
  return (source === 'camera' ? faces : screens).includes(participant);
}

/**
 * The tile that is large, the others being in a strip: the pinned one, else the newest screen. One's own screen
 * gives way to those of others, since one knows what is on it.
 */
export function largeTile(stage: OnStage): TileRef | null {
  const { pinned, screens, selfId } = stage;
  if (pinned && isThere(stage, pinned)) return pinned;
  const participant = screens.findLast((id) => id !== selfId) ?? screens.at(-1);
  return participant === undefined ? null : { participant, source: 'screen_share' };
}

/** What a small window over everything else shows, best first: what is large, then who speaks. */
export function pictureTiles(stage: OnStage, speaker: ParticipantId | null): TileRef[] {
  const large = largeTile(stage);
  const others = stage.faces.filter((id) => id !== stage.selfId);
  const faces = [...(speaker === null ? [] : [speaker]), ...others, ...stage.faces];
  const isOwnScreen = large?.source === 'screen_share' && large.participant === stage.selfId;
  return [
    // The placeholder of one's own screen would tell nothing.
    ...(large && !isOwnScreen ? [large] : []),
    ...[...new Set(faces)].map((participant) => ({ participant, source: 'camera' as const })),
  ].filter((tile) => isThere(stage, tile));
}
