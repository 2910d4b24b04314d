const KEY = 'convene.person';

/** What proves who one is when calling: kept in this browser, for all of its pages. */
export function readPersonKey(): string | null {
  try {
    return localStorage.getItem(KEY) || null;
  } catch {
    return null;
  }
}

/** Null: the server does not take it. */
export function keepPersonKey(token: string | null): void {
  try {
    if (token === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, token);
  } catch {
    // Storage is blocked: the id lasts as long as the page.
  }
}
