import type { PersonId } from '../protocol/protocol.gen';
import { parseDisplayName } from './display-name';
import { parsePersonId } from './person-id';

/** What this browser keeps of a person. */
export interface AddressBookEntry {
  /** Name that this person gave the other; null shows the name the other chose. */
  readonly name: string | null;
  readonly favourite: boolean;
  /** Name the other had when the entry was last written: history may have forgotten them. */
  readonly known: string;
}

export type AddressBook = Readonly<Record<PersonId, AddressBookEntry>>;

export const ADDRESS_BOOK_KEY = 'convene.people';
/** Most entries; the list of a person who calls all day has a few dozen. */
const MOST = 500;

/** Reads the address book; invalid entries are ignored. */
export function readAddressBook(): AddressBook {
  let stored: unknown;
  try {
    stored = JSON.parse(localStorage.getItem(ADDRESS_BOOK_KEY) ?? '{}');
  } catch {
    // Storage is blocked, or holds something else.
  }
  if (typeof stored !== 'object' || stored === null) return {};
  const entries = Object.entries(stored).flatMap(([id, value]) => {
    const entry = parsePersonId(id) === id ? readEntry(value) : null;
    return entry ? [[id, entry] as const] : [];
  });
  return Object.fromEntries(entries.slice(0, MOST));
}

/**
 * Keeps an entry, or drops it if it says nothing. Returns the address book afterwards; null if this
 * browser cannot keep it.
 */
export function writeAddressBook(id: PersonId, entry: AddressBookEntry): AddressBook | null {
  const { [id]: before, ...others } = readAddressBook();
  const isEmpty = entry.name === null && !entry.favourite;
  const book = isEmpty ? others : { ...others, [id]: entry };
  if (!before && !isEmpty && Object.keys(others).length >= MOST) return null;
  try {
    localStorage.setItem(ADDRESS_BOOK_KEY, JSON.stringify(book));
  } catch {
    return null;
  }
  return book;
}

function readEntry(value: unknown): AddressBookEntry | null {
  if (typeof value !== 'object' || value === null) return null;
  const fields = value as Record<string, unknown>;
  const name = readName(fields.name);
  const favourite = fields.favourite === true;
  if (name === null && !favourite) return null;
  return { name, favourite, known: readName(fields.known) ?? '' };
}

function readName(value: unknown): string | null {
  const parsed = typeof value === 'string' ? parseDisplayName(value) : null;
  return parsed && 'name' in parsed ? parsed.name : null;
}
