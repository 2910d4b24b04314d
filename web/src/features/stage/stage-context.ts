import { createContext } from 'react';

import type { TileRef } from '../../stores/stage';

/** State shared by all tiles. */
export interface StageContext {
  /** True if there are several tiles to choose from. */
  pinnable: boolean;
  /** The tile that floats over the large one. */
  floating: TileRef | null;
}

export const StageContext = createContext<StageContext>({
  pinnable: false,
  floating: null,
});
