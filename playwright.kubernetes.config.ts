import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import config from './playwright.config';

// The workers read this file too, and find it set.
process.env.SLIPWAY_DATA_DIR ??= mkdtempSync(join(tmpdir(), 'slipway-e2e-'));

/** `yarn test:e2e:kubernetes`: the tutorial docs/tutorials/kubernetes.md on the test cluster. */
export default defineConfig({
  ...config,
  testDir: 'packages/app/e2e-tests/kubernetes',
  testIgnore: [],
  outputDir: 'test-results/kubernetes',
  reporter: [
    ['list'],
    ['json', { outputFile: 'test-results/kubernetes.json' }],
  ],
  webServer: config.webServer && {
    ...config.webServer,
    command: 'node scripts/start-kubernetes.mjs',
  },
});
