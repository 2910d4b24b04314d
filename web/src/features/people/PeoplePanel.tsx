import './PeoplePanel.css';

import { type ReactNode, useMemo, useState } from 'react';
import { raisedHands } from '../../lib/hands';
import { foldText } from '../../lib/text-folding';
import { useRoom } from '../../stores/room';
import { useStrings } from '../../strings';
import { SidePanel } from '../../widgets/SidePanel';
import { PeopleSearch } from './PeopleSearch';
import { Person } from './Person';

const SEARCH_FROM = 9;

/** Participants: raised hands first, in order, then by time of joining. `children` come on top. */
export function PeoplePanel({ children }: { children?: ReactNode }) {
  const t = useStrings();
  const participants = useRoom((state) => state.participants);
  const [query, setQuery] = useState('');
  const searchable = participants.length >= SEARCH_FROM;
  const people = useMemo(() => {
    const hands = raisedHands(participants);
    const first = hands.flatMap((id) => participants.find((one) => one.id === id) ?? []);
    const sorted = [...first, ...participants.filter(({ id }) => !hands.includes(id))];
    const wanted = searchable ? foldText(query.trim()) : '';
    return sorted.filter(({ name }) => foldText(name).includes(wanted));
  }, [participants, query, searchable]);

  return (
    <SidePanel panel="people" title={t.people.title}>
      {children}
      {searchable && <PeopleSearch query={query} found={people.length} onChange={setQuery} />}
      <ul className="people" aria-label={t.people.title}>
        {people.map((participant) => (
          <Person key={participant.id} participant={participant} />
        ))}
      </ul>
    </SidePanel>
  );
}
