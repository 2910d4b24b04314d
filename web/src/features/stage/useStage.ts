import { useShallow } from 'zustand/react/shallow';

import { handNumber } from '../../lib/hands';
import type { ParticipantId } from '../../protocol/protocol.gen';
import { useDevices } from '../../stores/devices';
import { useGivenNames } from '../../stores/given-names';
import { useRoom } from '../../stores/room';

/**
 * Participants with a tile: the others in order of joining, then this one. Observers and viewers have
 * none.
 */
export function useFaces(): ParticipantId[] {
  return useRoom(
    useShallow(({ participants, selfId }) => {
      const shown = participants.filter(
        ({ role, interview_role }) => role !== 'viewer' && interview_role !== 'observer',
      );
      const ids = shown.map(({ id }) => id);
      return selfId && ids.includes(selfId) ? [...ids.filter((id) => id !== selfId), selfId] : ids;
    }),
  );
}

/** Participants who share a screen. The own share comes from this page, ahead of the server. */
export function useScreens(): ParticipantId[] {
  const own = useDevices((state) => state.screenShare.live);
  return useRoom(
    useShallow(({ participants, selfId }) =>
      participants
        .filter(({ id, media }) => (id === selfId ? own : media.screen_share))
        .map(({ id }) => id),
    ),
  );
}

/** Participant's data for a tile; null after they have left. */
export function useParticipant(id: ParticipantId) {
  const given = useGivenNames((names) => names[id]);
  return useRoom(
    useShallow(({ participants }) => {
      const participant = participants.find((other) => other.id === id);
      if (!participant) return null;
      const { name, media, presence, interview_role } = participant;
      return {
        name: given ?? name,
        role: interview_role ?? null,
        camera: media.camera,
        microphone: media.microphone,
        away: presence === 'reconnecting',
      };
    }),
  );
}

/** Participant's position among the raised hands, from 1; 0 while the hand is down. */
export function useHandNumber(id: ParticipantId): number {
  return useRoom(({ participants }) => handNumber(participants, id));
}

export function useIsSpeaking(id: ParticipantId): boolean {
  return useRoom((state) => state.activeSpeakers.includes(id));
}
