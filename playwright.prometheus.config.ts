import { defineConfig } from '@playwright/test';
import config from './playwright.config';

/** `yarn test:e2e:prometheus`: the demo whose availability comes from a real Prometheus. */
export default defineConfig({
  ...config,
  testDir: 'packages/app/e2e-tests/prometheus',
  testIgnore: [],
  outputDir: 'test-results/prometheus',
  reporter: [
    ['list'],
    ['json', { outputFile: 'test-results/prometheus.json' }],
  ],
  webServer: config.webServer && {
    ...config.webServer,
    command: 'node scripts/start-prometheus.mjs',
  },
});
