import { Search, X } from 'lucide-react';
import { useRef } from 'react';

import { useStrings } from '../../strings';

interface PeopleSearchProps {
  query: string;
  /** Number of participants whose name matches. */
  found: number;
  onChange: (query: string) => void;
}

/** Search by part of a name. Escape clears the query first and then closes the panel. */
export function PeopleSearch({ query, found, onChange }: PeopleSearchProps) {
  const t = useStrings();
  const field = useRef<HTMLInputElement>(null);
  const asked = query.trim() !== '';
  return (
    <>
      <div className="people-search">
        <Search aria-hidden="true" />
        <input
          ref={field}
          type="search"
          className="field-control"
          aria-label={t.people.search}
          placeholder={t.people.search}
          autoComplete="off"
          value={query}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || query === '' || event.nativeEvent.isComposing) return;
            event.preventDefault();
            onChange('');
          }}
        />
        {query !== '' && (
          <button
            type="button"
            className="people-search-clear"
            aria-label={t.people.clearSearch}
            title={t.people.clearSearch}
            onClick={() => {
              onChange('');
              field.current?.focus();
            }}
          >
            <X aria-hidden="true" />
          </button>
        )}
      </div>
      <p
        role="status"
        className={asked && found === 0 ? 'people-none' : 'people-none visually-hidden'}
      >
        {asked && (found === 0 ? t.people.nobodyFound : t.people.found(found))}
      </p>
    </>
  );
}
