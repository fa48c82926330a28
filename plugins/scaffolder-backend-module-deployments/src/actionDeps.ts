import type {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import {
  createDeploymentsClient,
  type DeploymentsClient,
} from '@slipway/backstage-plugin-deployments-common';

/** The version's id that `deployments:register-version` returns in a dry run. */
export const DRY_RUN_ID = 'dry-run';

export interface ActionDeps {
  auth: AuthService;
  discovery: DiscoveryService;
}

/** Creates a client that calls the deployments API on behalf of the person who runs the template. */
export async function createClientFor(
  { auth, discovery }: ActionDeps,
  credentials: BackstageCredentials,
): Promise<DeploymentsClient> {
  const { token } = await auth.getPluginRequestToken({
    onBehalfOf: credentials,
    targetPluginId: 'deployments',
  });
  return createDeploymentsClient({
    baseUrl: await discovery.getBaseUrl('deployments'),
    fetch: (url, init) => {
      const headers = new Headers(init?.headers);
      headers.set('authorization', `Bearer ${token}`);
      return fetch(url, { ...init, headers });
    },
  });
}

/** The entity ref of a service that may be given as the plain name of a component, e.g. `checkout`. */
export function toServiceRef(service: string): string {
  return service.includes(':') ? service : `component:${service}`;
}
