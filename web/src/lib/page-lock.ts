import { randomId } from './random-id';

/** Lease timeout in ms: after this the holder is presumed closed. */
const LEASE = 10_000;
/** How long a page waits for a competing claim of another page, in ms. */
const MOMENT = 100;

/** Runs an action in one page of this browser at a time. */
export async function withPageLock(name: string, act: () => Promise<void>): Promise<void> {
  // Web Locks are missing on plain http.
  if (typeof navigator !== 'undefined' && navigator.locks) {
    await navigator.locks.request(name, act);
    return;
  }
  const own = randomId();
  const key = `${name}.lock`;
  while (!(await take(key, own))) await moment();
  try {
    await act();
  } finally {
    if (holder(key) === own) write(key, null);
  }
}

/** Also true where the browser stores nothing, since pages then share nothing. */
async function take(key: string, own: string): Promise<boolean> {
  if (holder(key) !== null) return false;
  if (!write(key, `${own} ${Date.now() + LEASE}`)) return true;
  // Of two pages that write at the same moment, the last one wins.
  await moment();
  return holder(key) === own;
}

function holder(key: string): string | null {
  try {
    const [id, until] = (localStorage.getItem(key) ?? '').split(' ');
    return id && Number(until) > Date.now() ? id : null;
  } catch {
    return null;
  }
}

function write(key: string, value: string | null): boolean {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
    return true;
  } catch {
    return false;
  }
}

function moment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, MOMENT));
}
