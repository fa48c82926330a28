import type { JsonObject } from '@backstage/types';
import { blueGreen } from './blueGreen';
import { canary } from './canary';
import { rolling } from './rolling';

/**
 * Golden paths that come with the plugin, written as one would write them in app-config, to be built on by `extends`. They
 * name no checks: those are a platform's own, given by `checks` of the golden path that extends one.
 */
export const PATTERNS: Readonly<Record<string, JsonObject>> = {
  rolling,
  'blue-green': blueGreen,
  canary,
};
