import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { ApiOptions } from '../api/options';

/** Offers the API's main questions and requests as actions, e.g. to MCP clients. */
export function registerActions(
  _registry: ActionsRegistryService,
  _options: ApiOptions,
): void {}
