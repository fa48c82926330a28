import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Router } from 'express';
import type { DoraServices } from '../createDeliveryMetrics';
import type { Authenticators } from '../../access/authenticators';
import type { ApiContext } from '../../access/apiContext';
import { createApiContext } from '../../access/apiContext';
import type { ApiOptions } from '../../access/apiOptions';

/** What the operations of the delivery metrics depend on. */
export interface DoraContext {
  api: ApiContext;
  dora: DoraServices;
  /** Credentials that see everything in the catalog, regardless of the caller. */
  asPortal(): Promise<BackstageCredentials>;
}

/** What the routes of the delivery metrics are created with. */
export interface DoraRouteOptions extends DoraContext, Authenticators {
  router: Router;
}

export interface DoraContextOptions extends ApiOptions {
  dora: DoraServices;
}

export function createDoraContext(options: DoraContextOptions): DoraContext {
  return {
    api: createApiContext(options),
    dora: options.dora,
    asPortal: () => options.auth.getOwnServiceCredentials(),
  };
}
