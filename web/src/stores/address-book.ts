import { create } from 'zustand';

import {
  ADDRESS_BOOK_KEY,
  type AddressBook,
  type AddressBookEntry,
  readAddressBook,
  writeAddressBook,
} from '../lib/address-book';
import type { Party, PersonId } from '../protocol/protocol.gen';
import { type CallsState, useCalls } from './calls';

/** Names and favourites that this person gave others; kept in this browser only. */
export const useAddressBook = create<{ book: AddressBook }>()(() => ({ book: readAddressBook() }));

/** Changes what is kept of a person. False if this browser cannot keep it. */
export function changeEntry(
  party: Party,
  change: Partial<Pick<AddressBookEntry, 'name' | 'favourite'>>,
): boolean {
  const before = useAddressBook.getState().book[party.id];
  const book = writeAddressBook(party.id, {
    name: before?.name ?? null,
    favourite: before?.favourite ?? false,
    known: party.name,
    ...change,
  });
  if (book === null) return false;
  useAddressBook.setState({ book });
  return true;
}

/** Other tabs of this browser change the same address book. Returns the undo function. */
export function followAddressBook(): () => void {
  const handle = ({ key }: StorageEvent): void => {
    if (key === null || key === ADDRESS_BOOK_KEY) {
      useAddressBook.setState({ book: readAddressBook() });
    }
  };
  addEventListener('storage', handle);
  return () => removeEventListener('storage', handle);
}

/** The name under which this person knows another: the given one, else the other's own. */
export function shownName(party: Party): string {
  return given(useAddressBook.getState().book, party.id) ?? ownNameOf(party, useCalls.getState());
}

/** The same for a component, which renders again when the name changes. */
export function useShownName(party: Party): string {
  const name = useAddressBook(({ book }) => given(book, party.id));
  const own = useCalls((state) => ownNameOf(party, state));
  return name ?? own;
}

/** The same for an id; null if nobody of that id is known. */
export function useNameOf(id: PersonId | null): string | null {
  const name = useShownName({ id: id ?? '', name: id ?? '' });
  return name === id || name === '' ? null : name;
}

function given(book: AddressBook, id: PersonId): string | undefined {
  return book[id]?.name ?? undefined;
}

/**
 * The name a person chose. The server does not name people one has never talked with, but those who
 * called or wrote have said it.
 */
function ownNameOf({ id, name }: Party, { contacts, history, unread }: CallsState): string {
  if (name !== id) return name;
  const isNamed = (party: Party): boolean => party.id === id && party.name !== id;
  const known =
    contacts.find(({ party }) => isNamed(party))?.party ??
    history.calls.flatMap(({ caller, callee }) => [caller, callee]).find(isNamed) ??
    unread.find(({ party }) => isNamed(party))?.party;
  return known?.name ?? (useAddressBook.getState().book[id]?.known || name);
}
