import { useShallow } from 'zustand/react/shallow';

import { handNumber } from '../../lib/hands';
import type { ParticipantId } from '../../rtc/protocol.gen';
import { useDevices } from '../../stores/devices';
import { useRoom } from '../../stores/room';

/** Whose faces are on the stage: the others as they came, then oneself. Observers of an interview are not. */
export function useFaces(): ParticipantId[] {
  return useRoom(
    useShallow(({ participants, selfId }) => {
      const shown = participants.filter(({ interview_role }) => interview_role !== 'observer');
      const ids = shown.map(({ id }) => id);
      return selfId && ids.includes(selfId) ? [...ids.filter((id) => id !== selfId), selfId] : ids;
    }),
  );
}

/** Whose screens are: one's own is known here first, and last to others. */
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

/** What a tile shows of a participant; null once it has gone. */
export function useParticipant(id: ParticipantId) {
  return useRoom(
    useShallow(({ participants }) => {
      const participant = participants.find((other) => other.id === id);
      if (!participant) return null;
      const { name, media, presence, interview_role } = participant;
      return {
        name,
        role: interview_role ?? null,
        camera: media.camera,
        microphone: media.microphone,
        away: presence === 'reconnecting',
      };
    }),
  );
}

/** The place of a participant's raised hand, from 1; 0 while it is down. */
export function useHandNumber(id: ParticipantId): number {
  return useRoom(({ participants }) => handNumber(participants, id));
}

export function useIsSpeaking(id: ParticipantId): boolean {
  return useRoom((state) => state.activeSpeakers.includes(id));
}
