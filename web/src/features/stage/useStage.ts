import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';

import type { ParticipantId } from '../../protocol/protocol.gen';
import { useDevices } from '../../stores/devices';
import { useGivenNames } from '../../stores/given-names';
import { useRoom } from '../../stores/room';

/**
 * Participants with a tile: the others in order of joining, then this one. Observers and viewers have
 * none.
 */
export function useFaces(): readonly ParticipantId[] {
  const ids = useRoom((state) => state.roster.onStage);
  const selfId = useRoom((state) => state.selfId);
  return useMemo(
    () => (selfId && ids.includes(selfId) ? [...ids.filter((id) => id !== selfId), selfId] : ids),
    [ids, selfId],
  );
}

/** Participants who share a screen. The own share comes from this page, ahead of the server. */
export function useScreens(): readonly ParticipantId[] {
  const own = useDevices((state) => state.screenShare.live);
  const sharing = useRoom((state) => state.roster.sharing);
  const selfId = useRoom((state) => state.selfId);
  return useMemo(() => {
    if (selfId === null || own === sharing.includes(selfId)) return sharing;
    return own ? [...sharing, selfId] : sharing.filter((id) => id !== selfId);
  }, [sharing, selfId, own]);
}

/** Participant's data for a tile; null after they have left. */
export function useParticipant(id: ParticipantId) {
  const given = useGivenNames((names) => names[id]);
  return useRoom(
    useShallow(({ roster }) => {
      const participant = roster.byId[id];
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
  return useRoom(({ roster }) => roster.hands.indexOf(id) + 1);
}

export function useIsSpeaking(id: ParticipantId): boolean {
  return useRoom((state) => state.activeSpeakers.includes(id));
}
