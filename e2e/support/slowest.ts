import { appendFileSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { FullConfig, Reporter, TestCase, TestResult } from '@playwright/test/reporter';

const ROWS = 20;
const REASON_LINES = 6;

/** One attempt at a test. */
interface Row {
  seconds: number;
  project: string;
  file: string;
  title: string;
  /** Of the last attempt: failed for good. Of an earlier one: tried once more. */
  failed?: 'once' | 'for good';
  reason?: string;
}

/**
 * Prints the slowest tests, the total of each project, and last what failed and why: who sees only the
 * end of a log sees that. With `CONVENE_DURATIONS=file` that file accumulates several runs, and each run
 * prints the summary of all so far.
 */
export default class Slowest implements Reporter {
  readonly #rows: Row[] = [];
  #root = '';

  onBegin(config: FullConfig): void {
    this.#root = config.rootDir;
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const [, project = '', , ...titles] = test.titlePath();
    const row: Row = {
      seconds: result.duration / 1_000,
      project,
      file: relative(this.#root, test.location.file),
      title: titles.join(' › '),
    };
    if (result.status !== test.expectedStatus && result.status !== 'skipped') {
      row.failed = result.retry < test.retries ? 'once' : 'for good';
      row.reason = reasonOf(result);
    }
    this.#rows.push(row);
  }

  onEnd(): void {
    const shared = process.env.CONVENE_DURATIONS;
    if (shared)
      appendFileSync(shared, this.#rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const rows = shared ? read(shared) : this.#rows;
    process.stdout.write(table(rows) + failures(rows));
  }

  printsToStdio(): boolean {
    return false;
  }
}

function reasonOf({ errors, status }: TestResult): string {
  const message = stripVTControlCharacters(errors[0]?.message ?? status);
  return message
    .split('\n')
    .filter((line) => line.trim())
    .slice(0, REASON_LINES)
    .map((line) => line.slice(0, 160))
    .join('\n');
}

function read(file: string): Row[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Row);
}

function table(rows: Row[]): string {
  if (rows.length === 0) return '';
  const sums = new Map<string, { tests: number; seconds: number }>();
  for (const { project, seconds } of rows) {
    const sum = sums.get(project) ?? { tests: 0, seconds: 0 };
    sums.set(project, { tests: sum.tests + 1, seconds: sum.seconds + seconds });
  }
  const slowest = rows.toSorted((a, b) => b.seconds - a.seconds).slice(0, ROWS);
  return [
    '',
    `The slowest ${slowest.length} of ${rows.length} tests, in seconds:`,
    ...slowest.map(
      ({ seconds, file, title }) => `${seconds.toFixed(1).padStart(7)}  ${file}  ${title}`,
    ),
    ...[...sums].map(
      ([project, { tests, seconds }]) =>
        `${seconds.toFixed(1).padStart(7)}  all ${tests} tests of ${project}, one after the other`,
    ),
    '',
    '',
  ].join('\n');
}

function failures(rows: Row[]): string {
  const failed = rows.filter((row) => row.failed);
  if (failed.length === 0) return '';
  return failed
    .map(({ file, title, failed, reason = '' }) =>
      [
        `Failed ${failed}: ${file}  ${title}`,
        ...reason.split('\n').map((line) => `    ${line}`),
        '',
      ].join('\n'),
    )
    .concat('')
    .join('\n');
}
