import { expect, it } from 'vitest';

import type { ImportFault } from '../../protocol/protocol.gen';
import { de } from '../../strings/de';
import { en } from '../../strings/en';
import { importFaultText } from './import-fault';

const FAULTS: [ImportFault, string, string][] = [
  [
    { code: 'difficulty', value: 'impossible' },
    '“impossible” is not a difficulty. Use easy, medium or hard.',
    '„impossible“ ist keine Schwierigkeit. Möglich sind easy, medium und hard.',
  ],
  [
    { code: 'minutes', value: 'many' },
    '“many” is not a valid time. Minutes must be a whole number from 1 to 1,440.',
    '„many“ ist keine gültige Dauer. Minuten müssen eine ganze Zahl von 1 bis 1.440 sein.',
  ],
  [
    { code: 'minutes' },
    'Minutes must be a whole number from 1 to 1,440.',
    'Minuten müssen eine ganze Zahl von 1 bis 1.440 sein.',
  ],
  [
    { code: 'empty', column: 'text' },
    'The text in “text” is missing.',
    'Der Text in „text“ fehlt.',
  ],
  [{ code: 'empty' }, 'A required text is missing.', 'Ein erforderlicher Text fehlt.'],
  [
    { code: 'too_long', column: 'notes', max: 10_000 },
    'The text in “notes” is too long. Use at most 10,000 characters.',
    'Der Text in „notes“ ist zu lang. Höchstens 10.000 Zeichen.',
  ],
  [
    { code: 'too_many', list: 'points', max: 30 },
    'There are too many key points. Use at most 30.',
    'Es sind zu viele Kernpunkte. Höchstens 30 sind möglich.',
  ],
  [
    { code: 'too_many_cells', cells: 4, columns: 1 },
    'This line has 4 cells. The first line names 1 column.',
    'Diese Zeile hat 4 Zellen. Die erste Zeile nennt 1 Spalte.',
  ],
  [
    { code: 'bank_too_large', max: 2_097_152 },
    'With this import the bank would be too large. A bank can have at most 2 MB.',
    'Mit diesem Import wäre der Katalog zu groß. Er kann höchstens 2 MB haben.',
  ],
];

it.each(FAULTS)('words %j in each language', (fault, english, german) => {
  expect(importFaultText(en, fault)).toBe(english);
  expect(importFaultText(de, fault)).toBe(german);
});
