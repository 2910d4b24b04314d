import type { ImportFault } from '../../protocol/protocol.gen';
import type { Strings } from '../../strings/en';

/** A mistake in an import, in the page's language. */
export function importFaultText(t: Strings, fault: ImportFault): string {
  const words = t.bank.importFaults;
  switch (fault.code) {
    case 'syntax':
    case 'no_text_column':
    case 'wrong_type':
      return words[fault.code];
    case 'unknown_column':
    case 'repeated_column':
      return words[fault.code](fault.column);
    case 'too_many_cells':
      return words.too_many_cells(fault.cells, fault.columns);
    case 'empty':
      return fault.column === undefined ? words.empty : words.empty_column(fault.column);
    case 'too_long':
      return fault.column === undefined
        ? words.too_long(fault.max)
        : words.too_long_column(fault.column, fault.max);
    case 'difficulty':
      return words.difficulty(fault.value);
    case 'minutes':
      return fault.value === undefined ? words.minutes : words.minutes_value(fault.value);
    case 'too_many':
      return words.too_many(fault.list, fault.max);
    case 'same_id':
      return words.same_id(fault.list);
    case 'missing_field':
    case 'unknown_field':
      return words[fault.code](fault.field);
    case 'bank_too_large':
      return words.bank_too_large(Math.round(fault.max / 1_048_576));
  }
}
