import { randomId } from './random-id';

/** After that long whoever holds it has been closed. */
const LEASE = 10_000;
/** How long a page waits for another's word of the same moment. */
const MOMENT = 100;

/** Does something in one page of this browser at a time. */
export async function inOnePage(name: string, act: () => Promise<void>): Promise<void> {
  // Not on plain http.
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

/** True also where the browser keeps nothing: then pages have nothing in common. */
async function take(key: string, own: string): Promise<boolean> {
  if (holder(key) !== null) return false;
  if (!write(key, `${own} ${Date.now() + LEASE}`)) return true;
  // Of two that write in the same moment the last one has it.
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
