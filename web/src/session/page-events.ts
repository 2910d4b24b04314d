export interface PageCallbacks {
  /** The network is there again, or another one. */
  onNetwork(): void;
  /** The page is looked at again. */
  onVisible(): void;
  /** The page is closed, reloaded, or put aside. */
  onHide(): void;
  /** The page was put aside and is back as it was. */
  onRestore(): void;
}

/** Listens to what happens to the page; what it returns takes every listener off again. */
export function watchPage(callbacks: PageCallbacks): () => void {
  const listeners = new AbortController();
  const { signal } = listeners;
  addEventListener('online', () => callbacks.onNetwork(), { signal });
  addEventListener('pagehide', () => callbacks.onHide(), { signal });
  addEventListener(
    'pageshow',
    (event) => {
      if (event.persisted) callbacks.onRestore();
    },
    { signal },
  );
  document.addEventListener(
    'visibilitychange',
    () => {
      if (document.visibilityState === 'visible') callbacks.onVisible();
    },
    { signal },
  );
  // Where the browser tells (Android): from Wi-Fi to mobile. It also reports mere changes of speed.
  const connection = (navigator as { connection?: EventTarget & { type?: string } }).connection;
  let type = connection?.type;
  connection?.addEventListener(
    'change',
    () => {
      if (connection.type === type) return;
      type = connection.type;
      callbacks.onNetwork();
    },
    { signal },
  );
  return () => listeners.abort();
}
