import { useState } from 'react';

import type { ParticipantId } from '../../protocol/protocol.gen';
import { useRoom } from '../../stores/room';

/** Current speaker among the others; in silence, the last one. */
export function useLastSpeaker(): ParticipantId | null {
  const selfId = useRoom((state) => state.selfId);
  const speaking = useRoom((state) => state.activeSpeakers);
  const [last, setLast] = useState<ParticipantId | null>(null);
  const others = speaking.filter((id) => id !== selfId);
  const next = last !== null && others.includes(last) ? last : (others[0] ?? last);
  if (next !== last) setLast(next);
  return next;
}
