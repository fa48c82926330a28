import type { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import { dataOf } from '@slipway/backstage-plugin-deployments-common';
import { failureOf } from './failures';

/** What a client of the backend needs of the app. */
export interface BackendApis {
  discoveryApi: DiscoveryApi;
  fetchApi: FetchApi;
}

/** The data of one request to the backend; what goes wrong is said as the docs of the APIs promise. */
export async function callBackend<C, T>(
  apis: BackendApis,
  createClient: (options: { baseUrl: string; fetch: FetchApi['fetch'] }) => C,
  request: (client: C) => Parameters<typeof dataOf<T>>[0],
): Promise<T> {
  try {
    const baseUrl = await apis.discoveryApi.getBaseUrl('deployments');
    return await dataOf(
      request(createClient({ baseUrl, fetch: apis.fetchApi.fetch })),
    );
  } catch (error) {
    throw failureOf(error);
  }
}
