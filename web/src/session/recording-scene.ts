import type { Scene, SceneTile } from '../lib/recording-layout';
import { everybody } from '../lib/roster';
import { stableOrder } from '../lib/stable-order';
import type { Participant } from '../protocol/protocol.gen';
import type { Source } from '../rtc/source';
import type { RoomState } from '../stores/room';

/** Live track of a participant's source, or null. Includes the own microphone. */
export type FindTrack = (participant: Participant, source: Source) => MediaStreamTrack | null;

/** Texts drawn into the picture. */
export interface RecordingWords {
  screenOf: (name: string) => string;
}

/**
 * Scene with every participant and shared screen as others see them. The recording person is one
 * of them, not mirrored. `before` is the previous scene, whose order of screens is kept.
 */
export function sceneOf(
  { roster, activeSpeakers }: RoomState,
  find: FindTrack,
  words: RecordingWords,
  before?: Scene,
): Scene {
  const scene: Scene = { screens: [], faces: [] };
  for (const participant of everybody(roster)) {
    const { id, name, interview_role } = participant;
    // Observers are not on the stage.
    if (interview_role === 'observer') continue;
    const tile: Omit<SceneTile, 'label' | 'track' | 'speaking'> = { id, name };
    const screen = find(participant, 'screen_share');
    if (screen) {
      scene.screens.push({ ...tile, label: words.screenOf(name), track: screen, speaking: false });
    }
    scene.faces.push({
      ...tile,
      label: name,
      track: find(participant, 'camera'),
      speaking: activeSpeakers.includes(id),
    });
  }
  const ids = (tiles: SceneTile[] = []): string[] => tiles.map(({ id }) => id);
  const order = stableOrder(ids(before?.screens), ids(scene.screens));
  scene.screens.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  return scene;
}

/** All voices, and the sound of every shared screen. */
export function voicesOf({ roster }: RoomState, find: FindTrack): MediaStreamTrack[] {
  const heard = everybody(roster).filter(({ interview_role }) => interview_role !== 'observer');
  return heard.flatMap((participant) =>
    (['microphone', 'screen_share_audio'] as const).flatMap(
      (source) => find(participant, source) ?? [],
    ),
  );
}
