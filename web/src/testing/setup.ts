import { beforeAll } from 'vitest';

import { provideTexts, textsReady } from '../strings';
import { en } from '../strings/en';
import { TEXT_PARTS, type TextPart } from '../strings/parts';
import { loadAllParts } from '../widgets/part';

// Tests find every text and every part of a page at once; that pages load enough is tested apart.
if (typeof document === 'undefined') provideTexts(en);
else await textsReady(...(Object.keys(TEXT_PARTS).filter((part) => part !== 'base') as TextPart[]));
beforeAll(loadAllParts);
