export interface PageCallbacks {
  /** The network is back, or has changed. */
  onNetwork(): void;
  /** The browser has lost its network. */
  onOffline(): void;
  /** The page is visible again. */
  onVisible(): void;
  /** The page is closed, reloaded or frozen. */
  onHide(): void;
  /** The browser restored the frozen page. */
  onRestore(): void;
}

/** Watches the page; the function returned removes every listener. */
export function watchPage(callbacks: PageCallbacks): () => void {
  const listeners = new AbortController();
  const { signal } = listeners;
  addEventListener('online', () => callbacks.onNetwork(), { signal });
  addEventListener('offline', () => callbacks.onOffline(), { signal });
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
  // Android reports a change from Wi-Fi to mobile here, but also mere changes of speed.
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
