import { adoptBankKey, type BankKey, bankKeys, forgetBankKey } from '../lib/question-bank-key';
import { ApiError } from '../rtc/api';
import {
  createBank,
  exportBank,
  getBank,
  importIntoBank,
  type KeptBank,
  putBank,
} from '../rtc/bank-api';
import type { QuestionBank } from '../rtc/protocol.gen';

export interface BankState {
  /** `none`: this browser has no bank yet; the first save makes one. */
  status: 'none' | 'loading' | 'ready' | 'failed';
  key: BankKey | null;
  bank: QuestionBank;
  /** Something here is not on the server. */
  unsaved: boolean;
  saving: boolean;
  /** What keeps it from being saved: it was changed elsewhere, or the server did not take it. */
  trouble: { kind: 'conflict'; theirs: KeptBank } | { kind: 'failed'; error: ApiError } | null;
  /** Why it could not be read. */
  failure: ApiError | null;
  /** Whether this browser remembers the key when the page is closed. */
  remembered: boolean;
}

const EMPTY: QuestionBank = { questions: [], templates: [] };

/**
 * The question bank of this browser: shows changes at once and saves them one after the other, each in place of what it was
 * made from. What could not be saved is kept here until it is, or until its writer gives it up.
 */
export class BankKeeper {
  #state: BankState;
  #etag: string | null = null;
  #saving: Promise<void> | null = null;
  #listeners = new Set<() => void>();

  constructor() {
    const [key = null] = bankKeys();
    this.#state = {
      status: key ? 'loading' : 'none',
      key,
      bank: EMPTY,
      unsaved: false,
      saving: false,
      trouble: null,
      failure: null,
      remembered: true,
    };
  }

  get state(): BankState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Reads the bank, if there is one. */
  async load(): Promise<void> {
    const { key } = this.#state;
    if (!key) return;
    this.#set({ status: 'loading', failure: null });
    try {
      const kept = await getBank(key);
      if (this.#state.key === key) this.#take(kept);
    } catch (error) {
      if (this.#state.key === key) this.#set({ status: 'failed', failure: asApiError(error) });
    }
  }

  /** Shows this from now on, and saves it. */
  change(bank: QuestionBank): void {
    this.#set({ bank, unsaved: true, status: 'ready' });
    if (this.#state.trouble?.kind !== 'conflict') void this.save();
  }

  /** Saves what is not saved yet; done when that is saved, or is in trouble. */
  save(): Promise<void> {
    this.#saving ??= this.#saveAll().finally(() => {
      this.#saving = null;
    });
    return this.#saving;
  }

  async #saveAll(): Promise<void> {
    if (!this.#state.unsaved) return;
    this.#set({ saving: true, trouble: null });
    try {
      while (this.#state.unsaved && !this.#state.trouble) await this.#saveOnce();
    } catch (error) {
      this.#set({ trouble: { kind: 'failed', error: asApiError(error) } });
    }
    this.#set({ saving: false });
  }

  async #saveOnce(): Promise<void> {
    const key = await this.#keyForSaving();
    const { bank } = this.#state;
    if (this.#etag === null) {
      // A bank of this browser that this page has not read: another tab may have begun it.
      const theirs = await getBank(key);
      if (!isSame(theirs.bank, EMPTY)) return this.#meet(theirs, bank);
      this.#etag = theirs.etag;
    }
    try {
      this.#etag = await putBank(key, { bank, etag: this.#etag });
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 412)) throw error;
      return this.#meet(await getBank(key), bank);
    }
    if (this.#state.bank === bank) this.#set({ unsaved: false });
  }

  /** The server has another bank than this was made from. */
  #meet(theirs: KeptBank, mine: QuestionBank): void {
    if (!isSame(theirs.bank, mine)) {
      this.#set({ trouble: { kind: 'conflict', theirs } });
      return;
    }
    // It is one's own: only the answer to it was lost.
    this.#etag = theirs.etag;
    if (this.#state.bank === mine) this.#set({ unsaved: false });
  }

  /** Puts one's own in place of the newer one. */
  keepMine(): void {
    const { trouble } = this.#state;
    if (trouble?.kind !== 'conflict') return;
    this.#etag = trouble.theirs.etag;
    this.#set({ trouble: null, unsaved: true });
    void this.save();
  }

  /** Gives up one's own changes. */
  takeTheirs(): void {
    const { trouble } = this.#state;
    if (trouble?.kind === 'conflict') this.#take(trouble.theirs);
  }

  /** Adds what a file has; how many questions and templates. Throws {@link ApiError}. */
  async import(
    text: string,
    type: 'text/csv' | 'application/json',
  ): Promise<{ questions: number; templates: number }> {
    await this.save();
    const before = this.#state.bank;
    const key = await this.#keyForSaving();
    const kept = await importIntoBank(key, text, type);
    this.#take(kept);
    return {
      questions: kept.bank.questions.length - before.questions.length,
      templates: kept.bank.templates.length - before.templates.length,
    };
  }

  /** Throws {@link ApiError}. */
  async export(file: 'questions.csv' | 'export.json'): Promise<Blob> {
    await this.save();
    return exportBank(await this.#keyForSaving(), file);
  }

  /** Uses another bank from now on. */
  async use(key: BankKey): Promise<void> {
    const remembered = adoptBankKey(key);
    this.#etag = null;
    this.#set({ key, bank: EMPTY, unsaved: false, trouble: null, remembered });
    await this.load();
  }

  /** The bank is gone, or its key is good no more: the next save makes another. */
  forget(): void {
    const { key } = this.#state;
    if (key) forgetBankKey(key.id);
    this.#etag = null;
    this.#set({ key: null, bank: EMPTY, unsaved: false, status: 'none', failure: null });
  }

  async #keyForSaving(): Promise<BankKey> {
    if (this.#state.key) return this.#state.key;
    const [known] = bankKeys();
    const key = known ?? (await createBank());
    this.#set({ key, remembered: adoptBankKey(key) });
    return key;
  }

  #take({ bank, etag }: KeptBank): void {
    this.#etag = etag;
    this.#set({ bank, status: 'ready', unsaved: false, trouble: null, failure: null });
  }

  #set(patch: Partial<BankState>): void {
    this.#state = { ...this.#state, ...patch };
    for (const listener of this.#listeners) listener();
  }
}

function asApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError('server', null);
}

/** Whether two banks say the same, in whatever order their fields stand. */
function isSame(one: QuestionBank, other: QuestionBank): boolean {
  return written(one) === written(other);
}

function written(bank: QuestionBank): string {
  return JSON.stringify(bank, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
