import { appendFileSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { FullConfig, Reporter, TestCase, TestResult } from '@playwright/test/reporter';

const ROWS = 20;

interface Row {
  seconds: number;
  project: string;
  file: string;
  title: string;
}

/**
 * Prints the slowest tests and the total of each project. With `CONVENE_DURATIONS=file` that file
 * accumulates the figures of several runs, and each run prints the table of all runs so far.
 */
export default class Slowest implements Reporter {
  readonly #rows: Row[] = [];
  #root = '';

  onBegin(config: FullConfig): void {
    this.#root = config.rootDir;
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const [, project = '', , ...titles] = test.titlePath();
    this.#rows.push({
      seconds: result.duration / 1_000,
      project,
      file: relative(this.#root, test.location.file),
      title: titles.join(' › '),
    });
  }

  onEnd(): void {
    const shared = process.env.CONVENE_DURATIONS;
    if (shared)
      appendFileSync(shared, this.#rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    process.stdout.write(table(shared ? read(shared) : this.#rows));
  }

  printsToStdio(): boolean {
    return false;
  }
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
