import './PeoplePanel.css';

import { Search } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';

import { raisedHands } from '../../lib/hands';
import { useRoom } from '../../stores/room';
import { useStrings } from '../../strings';
import { SidePanel } from '../../ui/SidePanel';
import { Person } from './Person';

const SEARCH_FROM = 9;

/** Everybody and how they are: raised hands first and in their order, then as they came. Above them `children`. */
export function PeoplePanel({ children }: { children?: ReactNode }) {
  const t = useStrings();
  const participants = useRoom((state) => state.participants);
  const [query, setQuery] = useState('');
  const searchable = participants.length >= SEARCH_FROM;
  const people = useMemo(() => {
    const hands = raisedHands(participants);
    const first = hands.flatMap((id) => participants.find((one) => one.id === id) ?? []);
    const sorted = [...first, ...participants.filter(({ id }) => !hands.includes(id))];
    const wanted = searchable ? plain(query.trim()) : '';
    return sorted.filter(({ name }) => plain(name).includes(wanted));
  }, [participants, query, searchable]);

  return (
    <SidePanel panel="people" title={t.people.title}>
      {children}
      {searchable && (
        <div className="people-search">
          <Search aria-hidden="true" />
          <input
            type="search"
            className="field-control"
            aria-label={t.people.search}
            placeholder={t.people.search}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        </div>
      )}
      <ul className="people" aria-label={t.people.title}>
        {people.map((participant) => (
          <Person key={participant.id} participant={participant} />
        ))}
      </ul>
      {people.length === 0 && <p className="people-none">{t.people.nobodyFound}</p>}
    </SidePanel>
  );
}

/** For comparing: without case and accents. */
function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
