import { en, type Strings } from './en';

/** The texts in use. One language so far; the switch comes in here. */
export const t: Strings = en;
