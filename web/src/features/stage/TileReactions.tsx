import './TileReactions.css';

import { useShallow } from 'zustand/react/shallow';

import type { ParticipantId } from '../../protocol/protocol.gen';
import { useReactions } from '../../stores/reactions';

/** Floating reactions of a participant. Screen readers hear announcements instead. */
export function TileReactions({ id }: { id: ParticipantId }) {
  const shown = useReactions(useShallow((state) => state.shown.filter(({ from }) => from === id)));
  return (
    <div className="tile-reactions" aria-hidden="true">
      {shown.map(({ key, reaction }) => (
        // Simultaneous reactions float side by side.
        <span key={key} className="tile-reaction" data-lane={key % 4}>
          {reaction}
        </span>
      ))}
    </div>
  );
}
