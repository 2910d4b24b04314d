/** Key that reads and changes a question bank. */
export interface BankKey {
  id: string;
  token: string;
}

const KEY = 'convene.question-banks';
const MOST = 20;

/** Fallback for the life of the page, where nothing can be stored. */
let remembered: BankKey[] = [];

/** Banks of this browser, the current one first. */
export function bankKeys(): BankKey[] {
  let stored: unknown;
  try {
    stored = JSON.parse(localStorage.getItem(KEY) ?? '[]');
  } catch {
    return remembered;
  }
  const keys = Array.isArray(stored) ? stored.filter(isKey) : [];
  return keys.length > 0 ? keys : remembered;
}

/**
 * Makes this bank the current one and keeps the others. False if it lasts only until the page is
 * closed.
 */
export function adoptBankKey(key: BankKey): boolean {
  return store([key, ...bankKeys().filter(({ id }) => id !== key.id)].slice(0, MOST));
}

export function forgetBankKey(id: string): void {
  store(bankKeys().filter((key) => key.id !== id));
}

/** The part of a link after `#`, to share the bank. */
export function bankHash({ id, token }: BankKey): string {
  return `#${id}.${token}`;
}

export function bankKeyInHash(hash: string): BankKey | null {
  const [, id = '', token = ''] = /^#([^.]*)\.(.*)$/.exec(hash) ?? [];
  const key = { id, token };
  return isKey(key) ? key : null;
}

function store(keys: BankKey[]): boolean {
  remembered = keys;
  try {
    if (keys.length === 0) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify(keys));
    return true;
  } catch {
    // Storage is blocked or full: the page says so and offers the link.
    return false;
  }
}

function isKey(value: unknown): value is BankKey {
  if (typeof value !== 'object' || value === null) return false;
  const { id, token } = value as Record<string, unknown>;
  return (
    typeof id === 'string' &&
    /^[a-z2-7]{12}$/.test(id) &&
    typeof token === 'string' &&
    /^[A-Za-z0-9._-]{20,120}$/.test(token)
  );
}
