import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import {
  createDeploymentsClient,
  type DeploymentsClient,
} from '@slipway/backstage-plugin-deployments-common';

/** Creates a client of the deployments API that calls it in the name of the search plugin, which may read everything. */
export async function createApiClient({
  auth,
  discovery,
}: {
  auth: AuthService;
  discovery: DiscoveryService;
}): Promise<DeploymentsClient> {
  return createDeploymentsClient({
    baseUrl: await discovery.getBaseUrl('deployments'),
    fetch: async (url, init) => {
      // Tokens are valid for an hour at most, and an index can take longer.
      const { token } = await auth.getPluginRequestToken({
        onBehalfOf: await auth.getOwnServiceCredentials(),
        targetPluginId: 'deployments',
      });
      const headers = new Headers(init?.headers);
      headers.set('authorization', `Bearer ${token}`);
      return fetch(url, { ...init, headers });
    },
  });
}
