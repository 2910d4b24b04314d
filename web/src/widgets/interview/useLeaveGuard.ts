import { useEffect } from 'react';

import { strings } from '../../strings';

/**
 * Asks before unsaved text is lost: the browser when the page closes, this page when a link leads
 * away.
 */
export function useLeaveGuard(unsaved: boolean): void {
  useEffect(() => {
    if (!unsaved) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    const askInPage = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
      if (!(link instanceof HTMLAnchorElement) || link.target || link.download) return;
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
      const t = strings().plan;
      if (confirm(`${t.discardTitle}\n${t.discardText}`)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    addEventListener('beforeunload', ask);
    document.addEventListener('click', askInPage, { capture: true });
    return () => {
      removeEventListener('beforeunload', ask);
      document.removeEventListener('click', askInPage, { capture: true });
    };
  }, [unsaved]);
}
