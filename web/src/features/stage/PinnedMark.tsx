import { Pin } from 'lucide-react';

import { type TileRef, useStage } from '../../stores/stage';
import { useStrings } from '../../strings';
import { isSame } from './spotlight';

/** Pin icon beside the name of a pinned tile. */
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
