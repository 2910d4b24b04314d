import { adoptBankKey, type BankKey, bankKeys, forgetBankKey } from '../lib/question-bank-key';
import type { QuestionBank } from '../protocol/protocol.gen';
import { ApiError } from '../rtc/api';
import {
  createBank,
  exportBank,
  getBank,
  importIntoBank,
  type KeptBank,
  putBank,
} from '../rtc/bank-api';

export interface BankState {
  /** `none`: this browser has no bank yet; the first save creates one. */
  status: 'none' | 'loading' | 'ready' | 'failed';
  key: BankKey | null;
  bank: QuestionBank;
  /** True if there are unsaved changes. */
  unsaved: boolean;
  saving: boolean;
  /** Why saving stopped: another page changed the bank, or the server refused it. */
  trouble: { kind: 'conflict'; theirs: KeptBank } | { kind: 'failed'; error: ApiError } | null;
  /** Why the bank could not be loaded. */
  failure: ApiError | null;
  /** True if this browser keeps the key after the page is closed. */
  remembered: boolean;
}

const EMPTY: QuestionBank = { questions: [], templates: [] };

/**
 * Question bank of this browser. Shows changes at once and saves them one after the other, each
 * based on the one before. Unsaved changes stay here until they are saved or the person discards
 * them.
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

  /** Loads the bank, if there is one. */
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

  /** Shows a new state of the bank and saves it. */
  change(bank: QuestionBank): void {
    this.#set({ bank, unsaved: true, status: 'ready' });
    if (this.#state.trouble?.kind !== 'conflict') void this.save();
  }

  /** Saves pending changes; resolves when they are saved or saving stopped. */
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
      // Another tab may have created this browser's bank meanwhile.
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

  /** The bank on the server is not the one these changes are based on. */
  #meet(theirs: KeptBank, mine: QuestionBank): void {
    if (!isSame(theirs.bank, mine)) {
      this.#set({ trouble: { kind: 'conflict', theirs } });
      return;
    }
    // It is the own change: only its answer was lost.
    this.#etag = theirs.etag;
    if (this.#state.bank === mine) this.#set({ unsaved: false });
  }

  /** Overwrites the newer bank with the own one. */
  keepMine(): void {
    const { trouble } = this.#state;
    if (trouble?.kind !== 'conflict') return;
    this.#etag = trouble.theirs.etag;
    this.#set({ trouble: null, unsaved: true });
    void this.save();
  }

  /** Discards the own changes. */
  takeTheirs(): void {
    const { trouble } = this.#state;
    if (trouble?.kind === 'conflict') this.#take(trouble.theirs);
  }

  /** Imports a file; returns how many questions and templates it added. Throws {@link ApiError}. */
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

  /** Switches to another bank. */
  async use(key: BankKey): Promise<void> {
    const remembered = adoptBankKey(key);
    this.#etag = null;
    this.#set({ key, bank: EMPTY, unsaved: false, trouble: null, remembered });
    await this.load();
  }

  /** The bank is gone or its key is invalid: the next save creates another. */
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

/** True if two banks have the same content, in any order of fields. */
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
