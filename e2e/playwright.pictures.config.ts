import { defineConfig } from '@playwright/test';

import tests from './playwright.config.ts';

/** Takes the pictures of the user guide: `make pictures`. */
export default defineConfig({ ...tests, testDir: './pictures', timeout: 180_000, retries: 0 });
