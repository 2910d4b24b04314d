import { defineConfig } from '@playwright/test';

import { CHROMIUM, chromiumArgs } from './support/browsers.ts';

export default defineConfig({
  testDir: './tests',
  // Every test has browsers that encode and decode video: two at once would starve each other.
  workers: 1,
  fullyParallel: false,
  // A test that fails now and then has found something, in the product or in itself: mend that. Only
  // on a shared machine, which may stall for seconds, is it tried again, and then reported as flaky.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    viewport: { width: 1280, height: 800 },
    actionTimeout: 15_000,
    navigationTimeout: 15_000,
    trace: 'off',
    screenshot: 'off',
    launchOptions: { executablePath: CHROMIUM, args: chromiumArgs() },
  },
});
