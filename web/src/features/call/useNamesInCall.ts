import { useLayoutEffect } from 'react';

import { useAddressBook } from '../../stores/address-book';
import { useCalls } from '../../stores/calls';
import { useGivenNames } from '../../stores/given-names';

/** In a call, people have the names that this person gave them. */
export function useNamesInCall(): void {
  const calls = useCalls((state) => state.calls);
  const participants = useCalls((state) => state.participants);
  const book = useAddressBook((state) => state.book);
  // A layout effect: the own name of the other must not show first.
  useLayoutEffect(() => {
    const names = calls.flatMap(({ id, other }) => {
      const [participant, name] = [participants[id], book[other.id]?.name];
      return participant && name ? [[participant, name] as const] : [];
    });
    useGivenNames.setState(Object.fromEntries(names), true);
  }, [calls, participants, book]);
  useLayoutEffect(() => () => useGivenNames.setState({}, true), []);
}
