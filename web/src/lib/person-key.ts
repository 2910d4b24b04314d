const KEY = 'convene.person';

/** Token that proves the person's identity in calls; all pages of this browser share it. */
export function readPersonKey(): string | null {
  try {
    return localStorage.getItem(KEY) || null;
  } catch {
    return null;
  }
}

/** Stores the token; null removes a refused one. */
export function keepPersonKey(token: string | null): void {
  try {
    if (token === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, token);
  } catch {
    // Storage is blocked: the id lasts as long as the page.
  }
}
