import './SidePanel.css';

import { X } from 'lucide-react';
import { type ReactNode, type RefObject, useId, useLayoutEffect, useRef } from 'react';

import { closePanel, type Panel, usePanel } from '../stores/panel';
import { useStrings } from '../strings';
import { IconButton } from '../ui/IconButton';
import { useEscape } from '../ui/useEscape';

interface SidePanelProps {
  panel: Panel;
  title: string;
  /** Gets the focus on opening; without it the title does. */
  initialFocus?: RefObject<HTMLElement | null>;
  children: ReactNode;
}

/**
 * A panel beside the stage, or below a strip of it on an upright phone. Escape closes it and returns
 * the focus to its button.
 */
export function SidePanel({ panel, title, initialFocus, children }: SidePanelProps) {
  const t = useStrings();
  const ref = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const titleId = useId();
  useEscape(closePanel);

  // A layout effect, since its cleanup runs before the panel is removed and can see the focus.
  useLayoutEffect(() => {
    const element = ref.current;
    if (!usePanel.getState().quiet) {
      (initialFocus?.current ?? heading.current)?.focus({ preventScroll: true });
    }
    return () => {
      // Returns the focus only if it would be lost.
      if (!element?.contains(document.activeElement)) return;
      requestAnimationFrame(() => {
        if (document.activeElement !== document.body) return;
        const openers = [`[data-opens="${panel}"]`, '[data-opens="more"]'];
        openers
          .map((selector) => document.querySelector<HTMLElement>(selector))
          .find((opener) => opener !== null)
          ?.focus();
      });
    };
  }, [panel, initialFocus]);

  return (
    <aside ref={ref} className="side-panel" aria-labelledby={titleId}>
      <header className="side-panel-head">
        <h2 ref={heading} id={titleId} tabIndex={-1}>
          {title}
        </h2>
        <IconButton label={t.common.close} icon={X} onClick={closePanel} />
      </header>
      {children}
    </aside>
  );
}
