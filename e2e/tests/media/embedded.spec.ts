import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, Person, test } from '../../support/meeting.ts';
import { conveneBinary, Server } from '../../support/server.ts';

// These tests judge whether media flows, not its quality.
test.use({ smallCameras: true });

test('the program alone, in an empty directory, serves everything', async ({ person }) => {
  const directory = await mkdtemp(join(tmpdir(), 'convene-alone-'));
  const binary = join(directory, 'convene');
  await copyFile(conveneBinary(), binary);
  const server = await Server.start({ binary, cwd: directory });
  try {
    const [ana, ben] = await Promise.all([person('Ana'), person('Ben')]);
    const failed: string[] = [];
    for (const { page } of [ana, ben]) {
      page.on('response', (response) => {
        if (response.status() >= 400) failed.push(`${response.status()} ${response.url()}`);
        if (new URL(response.url()).origin !== server.origin) failed.push(response.url());
      });
    }
    const link = await ana.startMeeting(server.origin);
    await ana.joinNow();
    await ben.join(link);
    await Person.expectAllMeet([ana, ben]);
    for (const path of ['/favicon.svg', '/manifest.webmanifest', '/api/docs', '/health']) {
      expect((await fetch(server.origin + path)).status, path).toBe(200);
    }
    expect(failed).toEqual([]);
    expect(await readdir(directory), 'nothing is written beside it').toEqual(['convene']);
  } finally {
    await server.dispose();
    await rm(directory, { recursive: true, force: true });
  }
});
