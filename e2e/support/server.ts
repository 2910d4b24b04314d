import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';

import type { CreatedMeeting } from '../../web/src/protocol/protocol.gen.ts';

export interface ServerOptions {
  /** Flags in addition to those of every test server. */
  args?: string[];
  /** Address that it listens on; 127.0.0.1 unless given. */
  address?: string;
  /** Other program than the one under test; it runs in `cwd`. */
  binary?: string;
  cwd?: string;
  /** Error lines in the log that the tests provoke. */
  expectErrors?: RegExp;
}

export interface Stats {
  rooms: number;
  participants: number;
  connections: number;
}

export interface TestMeeting {
  id: string;
  link: string;
  hostToken: string;
}

/** A `convene` process with its own port and data directory. */
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

  /** Origin at which people open the server. */
  get origin(): string {
    return `http://localhost:${this.#port}`;
  }

  /** The server's log, across restarts. */
  get log(): string {
    return this.#log;
  }

  /** Restarts the stopped server on the same port and data. */
  async restart(): Promise<void> {
    // Drops settings from the environment of the test run.
    const env = Object.fromEntries(
      Object.entries(process.env).filter(([key]) => key !== 'PORT' && !key.startsWith('CONVENE_')),
    );
    const args = this.#options.args ?? [];
    const child = spawn(
      this.#options.binary ?? conveneBinary(),
      [
        ...['--listen', `${this.#options.address ?? '127.0.0.1'}:${this.#port}`],
        ...['--data-dir', this.#dataDir],
        ...(args.includes('--turn-listen') ? [] : ['--turn-listen', '127.0.0.1:0']),
        ...(args.includes('--media-port') ? [] : ['--media-port', '0']),
        ...args,
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

  /** Kills the process, like a power cut. */
  async kill(): Promise<void> {
    this.#process?.kill('SIGKILL');
    await this.#exited;
    this.#process = null;
  }

  /**
   * Freezes the process, like a stalled machine: connections stay open, unserved. Only `kill` ends
   * it.
   */
  freeze(): void {
    this.#process?.kill('SIGSTOP');
  }

  /** Stops its files from growing, like a full disk, or lifts that limit. */
  setDiskFull(full: boolean): void {
    const limit = full ? '0' : 'unlimited';
    execFileSync('prlimit', [`--pid=${this.#process?.pid}`, `--fsize=${limit}:`]);
  }

  /** Stops the server as an operator would; returns its exit code. */
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

  /** Creates a meeting. Only a participant who joins with `hostToken` is its host. */
  async createMeeting(): Promise<TestMeeting> {
    const response = await fetch(`${this.origin}/api/v1/meetings`, { method: 'POST' });
    expect(response.status).toBe(201);
    const { id, host_token } = (await response.json()) as CreatedMeeting;
    return { id, link: `${this.origin}/m/${id}`, hostToken: host_token };
  }

  async stats(): Promise<Stats> {
    const response = await fetch(`${this.origin}/stats`);
    return (await response.json()) as Stats;
  }

  /** Resident memory in MiB. */
  async residentMiB(): Promise<number> {
    const status = await readFile(`/proc/${this.#process?.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
  }

  /** Number of open files and sockets. */
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

/** Program under test: `CONVENE_BIN`, else the latest build. */
export function conveneBinary(): string {
  const built = (profile: string): string =>
    fileURLToPath(new URL(`../../target/${profile}/convene`, import.meta.url));
  const candidates = process.env.CONVENE_BIN
    ? [process.env.CONVENE_BIN]
    : [built('tests'), built('debug'), built('release')];
  const found = candidates.find((path) => existsSync(path));
  if (!found) throw new Error(`no convene at ${candidates.join(' or ')}: build it first`);
  return found;
}
