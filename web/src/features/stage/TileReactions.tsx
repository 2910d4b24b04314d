import './TileReactions.css';

import { useShallow } from 'zustand/react/shallow';

import type { ParticipantId } from '../../rtc/protocol.gen';
import { useReactions } from '../../stores/reactions';

/** A participant's reactions as they float up. To screen readers they are announced instead. */
export function TileReactions({ id }: { id: ParticipantId }) {
  const shown = useReactions(useShallow((state) => state.shown.filter(({ from }) => from === id)));
  return (
    <div className="tile-reactions" aria-hidden="true">
      {shown.map(({ key, reaction }) => (
        // Several at once go up beside each other.
        <span key={key} className="tile-reaction" data-lane={key % 4}>
          {reaction}
        </span>
      ))}
    </div>
  );
}
