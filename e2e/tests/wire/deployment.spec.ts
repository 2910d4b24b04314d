import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';

import { conveneBinary } from '../../support/server.ts';

/*
 * What hosting platforms read. No container runs here: the test checks that what the files name
 * exists, and runs the command of the Procfile.
 */

const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (path: string) => readFile(join(root, path), 'utf8');

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

test('the Procfile starts a server on the port of the platform', async () => {
  const [, command] = /^web: (.+)$/m.exec(await read('Procfile')) ?? [];
  expect(command).toMatch(/^target\/release\/convene /);
  const port = await freePort();
  const dir = await mkdtemp(join(tmpdir(), 'convene-procfile-'));
  const binary = `exec '${conveneBinary()}'`;
  const child: ChildProcess = spawn(
    '/bin/sh',
    ['-c', command?.replace('target/release/convene', binary) ?? ''],
    { cwd: dir, env: { PORT: String(port), CONVENE_TURN_LISTEN: 'off' }, stdio: 'ignore' },
  );
  try {
    await expect
      .poll(() => fetch(`http://127.0.0.1:${port}/health`).then(({ status }) => status, String))
      .toBe(200);
  } finally {
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
    await rm(dir, { recursive: true, force: true });
  }
});

test('everything that the Dockerfile takes is there, and it starts what it has built', async () => {
  const text = (await read('Dockerfile')).replaceAll('\\\n', ' ');
  const lines = text.split('\n').filter((line) => /^[A-Z]+ /.test(line));
  const stages = lines.flatMap((line) => /^FROM \S+ AS (\S+)$/.exec(line)?.[1] ?? []);
  expect(stages).toEqual(['web', 'server']);
  const ignored = (await read('.dockerignore')).split('\n').filter(Boolean);
  const installed: string[] = [];
  for (const line of lines) {
    const [, flags, paths] = /^COPY ((?:--\S+ )*)(.+)$/.exec(line) ?? [];
    if (!paths) continue;
    const files = paths.split(' ');
    const to = files.pop() ?? '';
    installed.push(to);
    const stage = /--from=(\S+)/.exec(flags ?? '')?.[1];
    if (stage) {
      expect(stages).toContain(stage);
      continue;
    }
    for (const file of files) {
      const known = execFileSync('git', ['ls-files', '--', file], { cwd: root, encoding: 'utf8' });
      expect(known, file).not.toBe('');
      expect(ignored).not.toContain(file.replace(/\/$/, ''));
    }
  }
  // What one stage builds is where the next one takes it.
  expect(text).toContain('COPY --from=web /src/web/dist/ web/dist/');
  expect(text).toMatch(/^RUN cargo build --release --locked --package convene-server$/m);
  expect(text).toContain('COPY --from=server /src/target/release/convene ');
  expect(await read('web/vite.config.ts')).toContain("outDir: 'dist'");
  expect(await read('crates/server/src/http/assets.rs')).toContain('../../web/dist');
  const [, started] = /^ENTRYPOINT \["(.+)"\]$/m.exec(text) ?? [];
  expect(installed).toContain(started);
});
