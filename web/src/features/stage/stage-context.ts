import { createContext } from 'react';

/** What holds for all tiles. */
export interface StageContext {
  /** Something lies over the whole stage: nobody sees any of it. */
  covered: boolean;
  /** Whether there is a choice of what is large. */
  pinnable: boolean;
}

export const StageContext = createContext<StageContext>({ covered: false, pinnable: false });
