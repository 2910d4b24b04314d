// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { adoptBankKey, bankKeys, forgetBankKey } from '../lib/question-bank-key';
import type { QuestionBank } from '../protocol/protocol.gen';
import { BankKeeper } from './question-bank';

const KEY = { id: 'abcdefghij23', token: 'x'.repeat(43) };
const EMPTY: QuestionBank = { questions: [], templates: [] };

/** A server with banks; requests or their answers can be lost. */
class Banks {
  readonly banks = new Map<string, { bank: QuestionBank; revision: number }>();
  lost: 'there' | 'back' | null = null;
  puts = 0;

  readonly fetch = async (path: string, init: RequestInit = {}): Promise<Response> => {
    if (this.lost === 'there') throw new TypeError('offline');
    const response = this.#answer(path, init);
    if (this.lost === 'back') throw new TypeError('offline');
    return response;
  };

  #answer(path: string, { method = 'GET', headers = {}, body }: RequestInit): Response {
    const id = path.split('/')[4] ?? KEY.id;
    if (method === 'POST') {
      this.banks.set(KEY.id, { bank: EMPTY, revision: 1 });
      return Response.json(KEY, { status: 201 });
    }
    const kept = this.banks.get(id);
    if (!kept) return new Response(null, { status: 404 });
    const etag = `"${kept.revision}"`;
    if (method === 'GET') return Response.json(kept.bank, { headers: { etag } });
    this.puts += 1;
    if ((headers as Record<string, string>)['if-match'] !== etag) {
      return new Response(null, { status: 412 });
    }
    this.set(JSON.parse(String(body)) as QuestionBank);
    return new Response(null, { status: 204, headers: { etag: `"${kept.revision + 1}"` } });
  }

  set(bank: QuestionBank): void {
    const revision = (this.banks.get(KEY.id)?.revision ?? 0) + 1;
    this.banks.set(KEY.id, { bank, revision });
  }

  get texts(): string[] | undefined {
    return this.banks.get(KEY.id)?.bank.questions.map(({ text }) => text);
  }
}

let server: Banks;

beforeEach(() => {
  server = new Banks();
  vi.stubGlobal('fetch', server.fetch);
});

afterEach(() => {
  vi.unstubAllGlobals();
  for (const { id } of bankKeys()) forgetBankKey(id);
});

function bankOf(...texts: string[]): QuestionBank {
  return { ...EMPTY, questions: texts.map((text) => ({ text, points: [] })) };
}

const saved = (keeper: BankKeeper) =>
  vi.waitFor(() => {
    expect(keeper.state.saving).toBe(false);
    expect(keeper.state.unsaved).toBe(false);
  });
const inTrouble = (keeper: BankKeeper, kind: string) =>
  vi.waitFor(() => {
    expect(keeper.state.trouble?.kind).toBe(kind);
    expect(keeper.state.saving).toBe(false);
  });

it('makes a bank when something is saved for the first time', async () => {
  const keeper = new BankKeeper();
  await keeper.load();
  expect(keeper.state.status).toBe('none');
  expect(server.banks.size).toBe(0);
  keeper.change(bankOf('Why?'));
  await saved(keeper);
  expect(server.texts).toEqual(['Why?']);
  expect(bankKeys()).toEqual([KEY]);
});

it('saves what is changed while it is saving, without a word of conflict', async () => {
  const keeper = new BankKeeper();
  keeper.change(bankOf('a'));
  keeper.change(bankOf('a', 'b'));
  keeper.change(bankOf('a', 'b', 'c'));
  await saved(keeper);
  expect(server.texts).toEqual(['a', 'b', 'c']);
  expect(keeper.state.trouble).toBeNull();
});

it('does not overwrite what was changed elsewhere, and lets one choose', async () => {
  server.set(bankOf('a'));
  adoptBankKey(KEY);
  const keeper = new BankKeeper();
  await keeper.load();
  server.set(bankOf('a', 'theirs'));
  keeper.change(bankOf('a', 'mine'));
  await inTrouble(keeper, 'conflict');
  expect(server.texts).toEqual(['a', 'theirs']);
  expect(keeper.state.bank).toEqual(bankOf('a', 'mine'));

  keeper.change(bankOf('a', 'mine', 'more'));
  expect(server.puts).toBe(1);
  keeper.keepMine();
  await saved(keeper);
  expect(server.texts).toEqual(['a', 'mine', 'more']);

  server.set(bankOf('newer'));
  keeper.change(bankOf('older'));
  await inTrouble(keeper, 'conflict');
  keeper.takeTheirs();
  expect(keeper.state).toMatchObject({ bank: bankOf('newer'), unsaved: false, trouble: null });
});

it('keeps what could not be sent, and sends it when asked again', async () => {
  server.set(EMPTY);
  adoptBankKey(KEY);
  const keeper = new BankKeeper();
  await keeper.load();
  server.lost = 'there';
  keeper.change(bankOf('a'));
  await inTrouble(keeper, 'failed');
  expect(keeper.state).toMatchObject({ bank: bankOf('a'), unsaved: true });
  server.lost = null;
  await keeper.save();
  expect(keeper.state).toMatchObject({ unsaved: false, trouble: null });
  expect(server.texts).toEqual(['a']);
});

it('is in no conflict with itself when only the answer was lost', async () => {
  server.set(EMPTY);
  adoptBankKey(KEY);
  const keeper = new BankKeeper();
  await keeper.load();
  server.lost = 'back';
  keeper.change(bankOf('a'));
  await inTrouble(keeper, 'failed');
  expect(server.texts).toEqual(['a']);
  server.lost = null;
  await keeper.save();
  expect(keeper.state).toMatchObject({ unsaved: false, trouble: null });
});

it('meets a bank that another tab began meanwhile as one that was changed elsewhere', async () => {
  const keeper = new BankKeeper();
  server.set(bankOf('theirs'));
  adoptBankKey(KEY);
  keeper.change(bankOf('mine'));
  await inTrouble(keeper, 'conflict');
  expect(server.texts).toEqual(['theirs']);
});

it('says that the bank is gone, and begins another only when told to', async () => {
  adoptBankKey(KEY);
  const keeper = new BankKeeper();
  await keeper.load();
  expect(keeper.state.status).toBe('failed');
  expect(keeper.state.failure?.status).toBe(404);
  expect(bankKeys()).toEqual([KEY]);
  keeper.forget();
  expect(keeper.state.status).toBe('none');
  expect(bankKeys()).toEqual([]);
});
