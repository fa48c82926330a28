import { defineConfig } from '@playwright/test';
import { resolve } from 'node:path';
import config from '../../../playwright.config';

const root = resolve(__dirname, '../../..');

/** `yarn screenshots`: the pictures of the documentation, taken of a portal that does what they show. */
export default defineConfig({
  ...config,
  testDir: __dirname,
  testMatch: 'screenshots.ts',
  webServer: config.webServer && { ...[config.webServer].flat()[0], cwd: root },
  outputDir: resolve(root, 'test-results'),
  reporter: 'list',
  timeout: 600_000,
});
