import { defineConfig } from '@playwright/test';

import base from './playwright.config.ts';

/** Figures, not tests: run by hand on a quiet machine, with `npm run measure`. */
export default defineConfig(base, {
  testDir: './measure',
  testMatch: '*.ts',
  timeout: 600_000,
});
