import { inOrder } from '../lib/in-order';
import type { Scene, SceneTile } from '../lib/recording-layout';
import type { Participant } from '../rtc/protocol.gen';
import type { Source } from '../rtc/source';
import type { RoomState } from '../stores/room';

/** The track of somebody's source while it is live, and null while it is not; one's own sound as well. */
export type FindTrack = (participant: Participant, source: Source) => MediaStreamTrack | null;

/** What is written in the picture. */
export interface RecordingWords {
  screenOf: (name: string) => string;
}

/**
 * Everybody and every shared screen, as the others see them: oneself is one of all, and no mirror image. `before` is the
 * scene before this one, in which screens had their order.
 */
export function sceneOf(
  { participants, activeSpeakers }: RoomState,
  find: FindTrack,
  words: RecordingWords,
  before?: Scene,
): Scene {
  const scene: Scene = { screens: [], faces: [] };
  for (const participant of participants) {
    const { id, name, interview_role } = participant;
    // They are on nobody's stage.
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
  const order = inOrder(ids(before?.screens), ids(scene.screens));
  scene.screens.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  return scene;
}

/** All voices, and the sound of every shared screen. */
export function voicesOf({ participants }: RoomState, find: FindTrack): MediaStreamTrack[] {
  const heard = participants.filter(({ interview_role }) => interview_role !== 'observer');
  return heard.flatMap((participant) =>
    (['microphone', 'screen_share_audio'] as const).flatMap(
      (source) => find(participant, source) ?? [],
    ),
  );
}
