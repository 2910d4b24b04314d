import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';

import { conveneBinary, Server, useServer } from '../../support/server.ts';

/** The load generator: `CONVENE_LOADGEN_BIN`, else the one that was built with the server. */
function loadgen(): string {
  const beside = join(dirname(conveneBinary()), 'convene-loadgen');
  const path = process.env.CONVENE_LOADGEN_BIN ?? beside;
  if (!existsSync(path)) throw new Error(`no ${path}: build the workspace first`);
  return path;
}

interface Run {
  code: number;
  output: string;
  errors: string;
}

function run(origin: string, ...args: string[]): Promise<Run> {
  return new Promise((resolve) => {
    execFile(loadgen(), ['media', '--url', origin, ...args], (error, output, errors) => {
      resolve({ code: error ? Number(error.code ?? 1) : 0, output, errors });
    });
  });
}

interface Flow {
  streams: number;
  packets_per_second: number;
  lost_percent: number;
}

const server = useServer({ args: ['--media-port', '0'] });

test('two rooms of the load generator: everybody sees and hears the others', async () => {
  const people = ['--rooms', '2', '--publishers', '2', '--subscribers', '5'];
  const { code, output, errors } = await run(
    server().origin,
    ...people,
    ...['--height', '180', '--duration', '8', '--json'],
  );
  expect(errors).toBe('');
  expect(code).toBe(0);
  const result = JSON.parse(output);
  expect(result).toMatchObject({ publishers: 4, receivers: 10, failed: 0, transports: 18 });
  // A publisher receives the other one, a subscriber both.
  const { voice, video } = result as { voice: Flow; video: Flow };
  expect(voice.streams).toBe(24);
  expect(video.streams).toBeGreaterThan(20);
  for (const flow of [voice, video]) expect(flow.packets_per_second).toBeGreaterThan(24 * 10);
  expect(Object.keys(result.layers)).toContain('180');
  expect(result.latency_ms.p50).toBeGreaterThan(0);
});

test('a webinar of the load generator', async () => {
  const { code, output } = await run(
    server().origin,
    ...['--publishers', '2', '--viewers', '4', '--height', '180', '--duration', '2', '--json'],
  );
  const result = JSON.parse(output);
  expect(result).toMatchObject({ publishers: 2, receivers: 4, faults: [] });
  expect(code).toBe(0);
});

test('the load generator fails where no media flows', async () => {
  const without = await Server.start({ args: ['--media-port', 'off'] });
  try {
    const { code, errors } = await run(without.origin, '--duration', '1');
    expect(code).not.toBe(0);
    expect(errors).toContain('no_media_server');
  } finally {
    await without.dispose();
  }
});
