import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';

import type { CreatedMeeting } from '../../web/src/rtc/protocol.gen.ts';

export interface ServerOptions {
  /** Flags beside those that every test server has. */
  args?: string[];
  /** The program, if not the one under test; it runs in `cwd`. */
  binary?: string;
  cwd?: string;
  /** Lines of the log that the tests bring about themselves, though they tell of errors. */
  expectErrors?: RegExp;
}

export interface Stats {
  rooms: number;
  participants: number;
  connections: number;
}

/** A `convene` process of its own, on a port and with a data directory of its own. */
export class Server {
  readonly #options: ServerOptions;
  readonly #dataDir: string;
  #process: ChildProcess | null = null;
  #exited: Promise<number | null> = Promise.resolve(null);
  #port = 0;
  #log = '';

  private constructor(options: ServerOptions, dataDir: string) {
    this.#options = options;
    this.#dataDir = dataDir;
  }

  static async start(options: ServerOptions = {}): Promise<Server> {
    const server = new Server(options, await mkdtemp(join(tmpdir(), 'convene-e2e-')));
    try {
      await server.restart();
    } catch (error) {
      await rm(server.#dataDir, { recursive: true, force: true });
      throw error;
    }
    return server;
  }

  get port(): number {
    return this.#port;
  }

  /** As a person opens it. */
  get origin(): string {
    return `http://localhost:${this.#port}`;
  }

  /** What it has logged, through all restarts. */
  get log(): string {
    return this.#log;
  }

  /** Starts it again, on the same port and data, once it was stopped. */
  async restart(): Promise<void> {
    // Settings of whoever runs the tests are not the server's.
    const env = Object.fromEntries(
      Object.entries(process.env).filter(([key]) => key !== 'PORT' && !key.startsWith('CONVENE_')),
    );
    const child = spawn(
      this.#options.binary ?? conveneBinary(),
      [
        ...['--listen', `127.0.0.1:${this.#port}`, '--data-dir', this.#dataDir],
        ...['--turn-listen', '127.0.0.1:0'],
        ...(this.#options.args ?? []),
      ],
      { cwd: this.#options.cwd ?? this.#dataDir, env, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.#process = child;
    this.#exited = new Promise((resolve, reject) => {
      child.once('exit', (code) => resolve(code));
      child.once('error', reject);
    });
    child.stderr.on('data', (text: Buffer) => {
      this.#log += text.toString();
    });
    this.#port = await this.#printedPort(child);
  }

  #printedPort(child: ChildProcess): Promise<number> {
    return new Promise((resolve, reject) => {
      let printed = '';
      child.stdout?.on('data', (text: Buffer) => {
        printed += text.toString();
        const port = /running: https?:\/\/\S+?:(\d+)/.exec(printed)?.[1];
        if (port) resolve(Number(port));
      });
      this.#exited.then(
        (code) => reject(new Error(`convene exited with ${code}\n${this.#log}`)),
        reject,
      );
    });
  }

  /** As when the power goes. */
  async kill(): Promise<void> {
    this.#process?.kill('SIGKILL');
    await this.#exited;
    this.#process = null;
  }

  /** As when the machine stalls: it takes what it is sent, and does nothing. Only `kill` ends that. */
  freeze(): void {
    this.#process?.kill('SIGSTOP');
  }

  /** Lets its files grow no more, as on a full disk, or lets them grow again. */
  setDiskFull(full: boolean): void {
    const limit = full ? '0' : 'unlimited';
    execFileSync('prlimit', [`--pid=${this.#process?.pid}`, `--fsize=${limit}:`]);
  }

  /** As when an operator stops it; what it exits with. */
  async stop(): Promise<number | null> {
    this.#process?.kill('SIGTERM');
    const code = await this.#exited;
    this.#process = null;
    return code;
  }

  /** Stops it and removes its data. */
  async dispose(): Promise<void> {
    if (this.#process) {
      const code = await Promise.race([this.stop(), sleep(10_000, 'still running' as const)]);
      if (code === 'still running') await this.kill();
      expect(code, 'a graceful stop').toBe(0);
    }
    await rm(this.#dataDir, { recursive: true, force: true });
    const { expectErrors } = this.#options;
    const log = this.#log.split('\n').filter((line) => !expectErrors?.test(line));
    expect(log.join('\n'), 'the log').not.toMatch(/panicked| ERROR /);
  }

  /** Makes a meeting; its link on this server. Nobody is its host but who joins with the token. */
  async createMeeting(): Promise<{ id: string; link: string; hostToken: string }> {
    const response = await fetch(`${this.origin}/api/v1/meetings`, { method: 'POST' });
    expect(response.status).toBe(201);
    const { id, host_token } = (await response.json()) as CreatedMeeting;
    return { id, link: `${this.origin}/m/${id}`, hostToken: host_token };
  }

  async stats(): Promise<Stats> {
    const response = await fetch(`${this.origin}/stats`);
    return (await response.json()) as Stats;
  }

  /** Its resident memory, in MiB. */
  async residentMiB(): Promise<number> {
    const status = await readFile(`/proc/${this.#process?.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
  }

  /** How many files and sockets it has open. */
  async openFiles(): Promise<number> {
    return (await readdir(`/proc/${this.#process?.pid}/fd`)).length;
  }
}

/** A server for the tests of a file. */
export function useServer(options: ServerOptions = {}): () => Server {
  let server: Server | null = null;
  test.beforeAll(async () => {
    server = await Server.start(options);
  });
  test.afterAll(async () => {
    await server?.dispose();
  });
  return () => {
    if (!server) throw new Error('the server runs only while tests do');
    return server;
  };
}

/** The program under test: `CONVENE_BIN`, or what was built last. */
export function conveneBinary(): string {
  const built = (profile: string): string =>
    fileURLToPath(new URL(`../../target/${profile}/convene`, import.meta.url));
  const candidates = process.env.CONVENE_BIN
    ? [process.env.CONVENE_BIN]
    : [built('debug'), built('release')];
  const found = candidates.find((path) => existsSync(path));
  if (!found) throw new Error(`no convene at ${candidates.join(' or ')}: build it first`);
  return found;
}
