import { defineConfig } from '@playwright/test';
import config from './playwright.config';

/** `npm run portal:sheets`: pictures of the portal's pages and the steps of everyday tasks, before and after a change. See docs/portal.md. */
export default defineConfig({
  ...config,
  testMatch: '**/sheets/portalSheets.ts',
  reporter: 'list',
  timeout: 1_200_000,
  // It would slow down what is measured.
  use: { ...config.use, trace: 'off' },
});
