import { Pin } from 'lucide-react';

import { type TileRef, useStage } from '../../stores/stage';
import { useStrings } from '../../strings';
import { isSame } from './spotlight';

/** Beside the name of what is pinned. */
export function PinnedMark({ tile }: { tile: TileRef }) {
  const t = useStrings();
  const pinned = useStage((state) => isSame(state.pinned, tile));
  if (!pinned) return null;
  return (
    <>
      <Pin className="tile-pinned" aria-hidden="true" />
      <span className="visually-hidden">{t.stage.pinned}</span>
    </>
  );
}
