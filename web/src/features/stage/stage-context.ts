import { createContext } from 'react';

/** State shared by all tiles. */
export interface StageContext {
  /** True if something covers the whole stage. */
  covered: boolean;
  /** True if there are several tiles to choose from. */
  pinnable: boolean;
}

export const StageContext = createContext<StageContext>({ covered: false, pinnable: false });
