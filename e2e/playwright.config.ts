import { defineConfig } from '@playwright/test';

import { CHROMIUM, chromiumArgs } from './support/browsers.ts';
import type { PersonDefaults } from './support/meeting.ts';

const browser = (framesPerSecond: number) => ({
  executablePath: CHROMIUM,
  args: chromiumArgs({ framesPerSecond }),
});

export default defineConfig<PersonDefaults>({
  // The most that any project takes; without it half of the cores would be the limit for all.
  workers: 4,
  forbidOnly: Boolean(process.env.CI),
  // A test that fails now and then has found something, in the product or in itself: mend that. On a
  // shared machine, which may stall for seconds, a test is tried once more and reported as flaky.
  retries: process.env.CI ? 1 : 0,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['./support/slowest.ts']],
  use: {
    viewport: { width: 1280, height: 800 },
    actionTimeout: 30_000,
    navigationTimeout: 30_000,
    trace: 'off',
    screenshot: 'off',
  },
  projects: [
    // Socket.IO clients and fetch, no page. These tests mostly wait, so many run at once.
    { name: 'wire', testDir: './tests/wire', workers: 4, fullyParallel: true },
    // Pages that are looked at, not their pictures and sound. A test waits for half of its time, so two
    // fill a small machine.
    {
      name: 'page',
      testDir: './tests/page',
      workers: 2,
      use: { smallCameras: true, launchOptions: browser(5) },
    },
    // Pictures and sound are judged, at few frames, so that two tests do not starve each other of CPU.
    { name: 'media', testDir: './tests/media', workers: 2, use: { launchOptions: browser(5) } },
    // A second browser beside Chromium: each of these fills a small machine.
    {
      name: 'firefox',
      testDir: './tests/firefox',
      workers: 1,
      use: { launchOptions: browser(5) },
    },
    // Endurance, leaks and set-up times: `make test-long`.
    { name: 'long', testDir: './tests/long', workers: 1, use: { launchOptions: browser(20) } },
  ],
});
