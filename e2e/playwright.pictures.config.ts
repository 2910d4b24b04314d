import { defineConfig } from '@playwright/test';
import tests from './playwright.config.ts';
import { CHROMIUM, chromiumArgs } from './support/browsers.ts';

/** Takes the pictures of the user guide: `make pictures`. */
export default defineConfig({
  ...tests,
  projects: undefined,
  testDir: './pictures',
  workers: 1,
  timeout: 180_000,
  use: {
    ...tests.use,
    launchOptions: { executablePath: CHROMIUM, args: chromiumArgs({ framesPerSecond: 20 }) },
  },
});
