import './Tabs.css';

import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';

interface TabsProps<Id extends string> {
  label: string;
  tabs: { id: Id; title: string; content: ReactNode }[];
  /** The tab that shows, where the page decides that; else the tabs do. */
  chosen?: Id;
  onChoose?: (id: Id) => void;
  className?: string;
  /** Content beside the tabs. */
  children?: ReactNode;
}

/**
 * Tabs: one panel shows, the others keep their text. Arrow keys, Home and End move between tabs
 * (WAI-ARIA, tabs with automatic activation).
 */
export function Tabs<Id extends string>({
  label,
  tabs,
  chosen: given,
  onChoose,
  className,
  children,
}: TabsProps<Id>) {
  const prefix = useId();
  const [own, setOwn] = useState(tabs[0]?.id);
  const chosen = given ?? own;
  const choose = (id: Id) => {
    setOwn(id);
    onChoose?.(id);
  };
  const go = (event: KeyboardEvent, at: number) => {
    const count = tabs.length;
    const to = {
      ArrowRight: (at + 1) % count,
      ArrowLeft: (at - 1 + count) % count,
      Home: 0,
      End: count - 1,
    }[event.key];
    const next = to === undefined ? undefined : tabs[to];
    if (!next) return;
    event.preventDefault();
    choose(next.id);
    document.getElementById(`${prefix}-${next.id}`)?.focus();
  };
  return (
    <div className={['tabs', className].filter(Boolean).join(' ')}>
      <div className="tabs-head">
        <div className="tabs-list" role="tablist" aria-label={label}>
          {tabs.map(({ id, title }, at) => (
            <button
              key={id}
              type="button"
              role="tab"
              id={`${prefix}-${id}`}
              className="tab"
              aria-selected={id === chosen}
              aria-controls={`${prefix}-${id}-panel`}
              tabIndex={id === chosen ? 0 : -1}
              onClick={() => choose(id)}
              onKeyDown={(event) => go(event, at)}
            >
              {title}
            </button>
          ))}
        </div>
        {children}
      </div>
      {tabs.map(({ id, content }) => (
        <div
          key={id}
          role="tabpanel"
          className="tab-panel"
          id={`${prefix}-${id}-panel`}
          aria-labelledby={`${prefix}-${id}`}
          hidden={id !== chosen}
        >
          {content}
        </div>
      ))}
    </div>
  );
}
