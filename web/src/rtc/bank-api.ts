import type { BankKey } from '../lib/question-bank-key';
import type { CreatedBank, QuestionBank } from '../protocol/protocol.gen';
import { body, request } from './api';

/**
 * A bank as the server has it. `etag` detects that another page has replaced the bank meanwhile.
 */
export interface KeptBank {
  bank: QuestionBank;
  etag: string;
}

// All of these throw ApiError.

export async function createBank(): Promise<BankKey> {
  const { id, token } = await body<CreatedBank>(
    await request('/api/v1/question-banks', { method: 'POST' }),
  );
  return { id, token };
}

export async function getBank(key: BankKey): Promise<KeptBank> {
  return kept(await request(path(key), { headers: authorized(key), cache: 'no-store' }));
}

/** Replaces the bank that has this ETag; returns the new ETag. */
export async function putBank(key: BankKey, { bank, etag }: KeptBank): Promise<string> {
  const response = await request(path(key), {
    method: 'PUT',
    headers: { ...authorized(key), 'content-type': 'application/json', 'if-match': etag },
    body: JSON.stringify(bank),
  });
  return etagOf(response);
}

/** Imports a file into the bank: all of it or nothing. */
export async function importIntoBank(
  key: BankKey,
  text: string,
  type: 'text/csv' | 'application/json',
): Promise<KeptBank> {
  const response = await request(`${path(key)}/import`, {
    method: 'POST',
    headers: { ...authorized(key), 'content-type': type },
    body: text,
  });
  return kept(response);
}

export async function exportBank(
  key: BankKey,
  file: 'questions.csv' | 'export.json',
): Promise<Blob> {
  const response = await request(`${path(key)}/${file}`, { headers: authorized(key) });
  return response.blob();
}

function path({ id }: BankKey): string {
  return `/api/v1/question-banks/${encodeURIComponent(id)}`;
}

function authorized({ token }: BankKey): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

async function kept(response: Response): Promise<KeptBank> {
  return { bank: await body<QuestionBank>(response), etag: etagOf(response) };
}

function etagOf(response: Response): string {
  return response.headers.get('etag') ?? '';
}
