import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';

interface TabsProps {
  label: string;
  tabs: { id: string; title: string; content: ReactNode }[];
  /** Content beside the tabs. */
  children?: ReactNode;
}

/** Tabs: one panel shows, the others keep their text. Arrow keys move between tabs. */
export function Tabs({ label, tabs, children }: TabsProps) {
  const prefix = useId();
  const [chosen, choose] = useState(tabs[0]?.id);
  const go = (event: KeyboardEvent, at: number) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = step && tabs[(at + step + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    choose(next.id);
    document.getElementById(`${prefix}-${next.id}`)?.focus();
  };
  return (
    <div className="tabs">
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
