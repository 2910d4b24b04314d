import './PeoplePanel.css';

import { type ReactNode, useMemo, useState } from 'react';
import { foldText } from '../../lib/text-folding';
import type { ParticipantId } from '../../protocol/protocol.gen';
import { useRoom } from '../../stores/room';
import { useStrings } from '../../strings';
import { SidePanel } from '../../widgets/SidePanel';
import { PeopleList } from './PeopleList';
import { PeopleSearch } from './PeopleSearch';

const SEARCH_FROM = 9;

/** Participants: raised hands first, in order, then by time of joining. `children` come on top. */
export function PeoplePanel({ children }: { children?: ReactNode }) {
  const t = useStrings();
  const [query, setQuery] = useState('');
  const searchable = useRoom(({ roster }) => roster.order.length >= SEARCH_FROM);
  const people = usePeople(searchable ? foldText(query.trim()) : '');

  return (
    <SidePanel panel="people" title={t.people.title}>
      {children}
      {searchable && <PeopleSearch query={query} found={people.length} onChange={setQuery} />}
      <PeopleList ids={people} label={t.people.title} />
    </SidePanel>
  );
}

/** Participants whose name contains the folded text: raised hands first, then by time of joining. */
function usePeople(wanted: string): readonly ParticipantId[] {
  const order = useRoom(({ roster }) => roster.order);
  const hands = useRoom(({ roster }) => roster.hands);
  // Names matter to a search only: without one, a change of one participant renders one row.
  const byId = useRoom(({ roster }) => (wanted === '' ? null : roster.byId));
  return useMemo(() => {
    const raised = new Set(hands);
    const sorted =
      hands.length === 0 ? order : [...hands, ...order.filter((id) => !raised.has(id))];
    return byId ? sorted.filter((id) => foldText(byId[id]?.name ?? '').includes(wanted)) : sorted;
  }, [order, hands, byId, wanted]);
}
