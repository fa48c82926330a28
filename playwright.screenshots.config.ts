import { defineConfig } from '@playwright/test';
import config from './playwright.config';

/** `yarn screenshots`: the pictures of the documentation, taken of a portal that does what they show. */
export default defineConfig({
  ...config,
  testMatch: '**/screenshots.ts',
  reporter: 'list',
  timeout: 600_000,
});
