import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

/**
 * `yarn test:e2e` starts a portal of its own (scripts/e2e.mjs chooses free ports
 * and a fresh data directory). With `PLAYWRIGHT_URL` the tests visit a
 * portal that already runs.
 */
const runningPortal = process.env.PLAYWRIGHT_URL;
const ownPortal = `http://localhost:${process.env.SLIPWAY_APP_PORT ?? 3000}`;

/** A browser of the system, or none for the one that Playwright installs. */
const browser = [
  process.env.PLAYWRIGHT_CHROMIUM_PATH,
  '/usr/bin/chromium',
].find(path => path && existsSync(path));

/** Chromium's sandbox does not work for root, as whom containers run. */
const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: 'packages/app/e2e-tests',
  testMatch: '**/*.test.ts',
  // These need another portal: see playwright.kubernetes.config.ts and playwright.prometheus.config.ts.
  testIgnore: ['**/kubernetes/**', '**/prometheus/**'],
  // The tests share one portal and its environments.
  workers: 1,
  fullyParallel: false,
  forbidOnly: !!process.env.CI,
  retries: process.env.CI ? 1 : 0,
  timeout: 120_000,
  // A broken portal fails every test slowly; the check of a change must end.
  globalTimeout: process.env.CI ? 40 * 60_000 : undefined,
  expect: {
    timeout: 20_000,
    toMatchAriaSnapshot: { pathTemplate: '{testDir}/aria/{arg}{ext}' },
  },

  webServer: runningPortal
    ? undefined
    : {
        command: 'node scripts/start.mjs',
        wait: { stdout: /Slipway is ready/ },
        timeout: 300_000,
        gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
      },

  use: {
    baseURL: runningPortal ?? ownPortal,
    browserName: 'chromium',
    locale: 'en-GB',
    timezoneId: 'Europe/Stockholm',
    viewport: { width: 1280, height: 900 },
    screenshot: 'only-on-failure',
    // Recording makes pages slower. With a second try, it can wait for that.
    trace: process.env.CI ? 'on-first-retry' : 'retain-on-failure',
    launchOptions: {
      executablePath: browser,
      args: [
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        ...(isRoot ? ['--no-sandbox'] : []),
      ],
    },
  },

  // Not the folder of the reports, which stay when a suite starts.
  outputDir: 'test-results/portal',
  reporter: [
    ['list'],
    ['json', { outputFile: 'test-results/results.json' }],
    ['html', { open: 'never', outputFolder: 'playwright-report' }],
  ],
});
