import type { LayoutChoice } from '../../lib/preferences';
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
 * What everybody came to see: the pinned tile, else the newest screen. The own screen is not: its
 * owner knows it.
 */
export function largeTile(stage: OnStage): TileRef | null {
  const { pinned, screens, selfId } = stage;
  if (pinned && isThere(stage, pinned)) return pinned;
  const participant = screens.findLast((id) => id !== selfId);
  return participant === undefined ? null : { participant, source: 'screen_share' };
}

export interface Arrangement {
  large: TileRef | null;
  /** The tile that floats in a corner over the large one. */
  floating: TileRef | null;
  /** True if the other tiles are shown too. */
  showsOthers: boolean;
}

/**
 * Which tiles are large and which float. `speaker` is who speaks or spoke last among the others.
 * Of two people, the other fills the stage.
 */
export function arrange(
  stage: OnStage,
  layout: LayoutChoice,
  speaker: ParticipantId | null,
): Arrangement {
  const { faces, selfId } = stage;
  const others = faces.filter((id) => id !== selfId);
  const self = selfId !== null && faces.includes(selfId) ? face(selfId) : null;
  const focus = largeTile(stage);
  const first = speaker !== null && others.includes(speaker) ? speaker : others[0];
  const person = first === undefined ? null : face(first);
  switch (layout) {
    case 'auto': {
      const large = focus ?? (self && others.length === 1 ? person : null);
      const two = self !== null && others.length === 1 && stage.screens.length === 0;
      const fills = two && isSame(large, person);
      return { large, floating: fills ? self : null, showsOthers: true };
    }
    case 'grid': {
      const large = stage.pinned && focus;
      return { large, floating: null, showsOthers: true };
    }
    case 'side_by_side':
      return { large: focus ?? person, floating: null, showsOthers: true };
    case 'speaker': {
      const large = focus ?? person;
      const floating = large && !isSame(large, self) ? self : null;
      return { large, floating, showsOthers: large === null };
    }
  }
}

/** The tile of a face. */
export function face(participant: ParticipantId): TileRef {
  return { participant, source: 'camera' };
}

/**
 * Faces to show where people without video are hidden: this participant, all with video, and the one
 * without who speaks or spoke last, in the last place beside the own one. Somebody else is always
 * shown.
 */
export function facesWithVideo(
  faces: readonly ParticipantId[],
  cameras: readonly ParticipantId[],
  selfId: ParticipantId | null,
  speaker: ParticipantId | null,
): ParticipantId[] {
  const seen = new Set(cameras);
  const shown = faces.filter((id) => id !== selfId && seen.has(id));
  const unseen = faces.filter((id) => id !== selfId && !seen.has(id));
  if (speaker !== null && unseen.includes(speaker)) shown.push(speaker);
  else if (shown.length === 0) shown.push(...unseen.slice(0, 1));
  return selfId !== null && faces.includes(selfId) ? [...shown, selfId] : shown;
}

/** Tiles for the picture-in-picture window, best first: the large tile, then the speaker. */
export function pictureTiles(stage: OnStage, speaker: ParticipantId | null): TileRef[] {
  const large = largeTile(stage);
  const others = stage.faces.filter((id) => id !== stage.selfId);
  const faces = [...(speaker === null ? [] : [speaker]), ...others, ...stage.faces];
  const isOwnScreen = large?.source === 'screen_share' && large.participant === stage.selfId;
  return [
    // A large tile of the own screen is only a placeholder.
    ...(large && !isOwnScreen ? [large] : []),
    ...[...new Set(faces)].map(face),
  ].filter((tile) => isThere(stage, tile));
}
