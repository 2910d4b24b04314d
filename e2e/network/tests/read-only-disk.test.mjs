// A disk that Linux makes read-only after an error.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';

import { api, startServer } from '../lib/server.mjs';

test('on a disk that became read-only the server is not ready and keeps nothing', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'disk-'));
  const [image, dataDir] = [join(folder, 'image'), join(folder, 'data')];
  execFileSync('mkdir', [dataDir]);
  execFileSync('truncate', ['-s', '32M', image]);
  execFileSync('mkfs.ext4', ['-q', image]);
  try {
    execFileSync('mount', ['-o', 'loop', image, dataDir], { stdio: 'pipe' });
  } catch (error) {
    t.skip(`this machine has no loop devices: ${error.stderr}`);
    return;
  }
  t.after(() => execFileSync('umount', ['--lazy', dataDir]));
  const server = await startServer(null, '127.0.0.1', [], { dataDir });
  t.after(() => server.stop());
  const ready = () => api(server, 'GET', '/ready');
  const create = () => api(server, 'POST', '/api/v1/meetings', '{}');
  assert.equal((await ready()).status, 200);
  assert.equal((await create()).status, 201);

  // As after an error of the disk; an orderly `remount,ro` is refused while files are open.
  execFileSync('mount', ['-o', 'remount,abort', dataDir]);
  const refused = await create();
  assert.equal(refused.status, 503, refused.text);
  // The disk is tried anew every few seconds.
  const deadline = Date.now() + 30_000;
  while ((await ready()).status !== 503 && Date.now() < deadline) await setTimeout(200);
  const notReady = await ready();
  assert.equal(notReady.status, 503, notReady.text);
  assert.equal((await api(server, 'GET', '/health')).status, 200);
});
