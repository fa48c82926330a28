import type { JsonObject } from '@backstage/types';
import { blueGreen } from './blueGreen';
import { canary } from './canary';
import { rolling } from './rolling';

/**
 * Golden paths that come with the plugin for use with `extends`, written as in app-config. They name no checks: each
 * platform has its own, and sets them with `checks` of the golden path that extends a pattern.
 */
export const PATTERNS: Readonly<Record<string, JsonObject>> = {
  rolling,
  'blue-green': blueGreen,
  canary,
};
