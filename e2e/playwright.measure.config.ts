import { defineConfig } from '@playwright/test';

import tests from './playwright.config.ts';
import { CHROMIUM, chromiumArgs } from './support/browsers.ts';

/** Figures, not tests: run by hand on a quiet machine, with `npm run measure`. */
export default defineConfig({
  ...tests,
  projects: undefined,
  testDir: './measure',
  testMatch: '*.ts',
  workers: 1,
  timeout: 600_000,
  use: {
    ...tests.use,
    launchOptions: { executablePath: CHROMIUM, args: chromiumArgs({ framesPerSecond: 20 }) },
  },
});
