import type { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import { unwrapResponse } from '@slipway/backstage-plugin-deployments-common';
import { toFailure } from './failures';

/** The Backstage APIs that a backend client needs. */
export interface BackendApis {
  discoveryApi: DiscoveryApi;
  fetchApi: FetchApi;
}

/** Sends one request to the backend and returns its data. Throws the errors that the API interfaces document. */
export async function callBackend<C, T>(
  apis: BackendApis,
  createClient: (options: { baseUrl: string; fetch: FetchApi['fetch'] }) => C,
  request: (client: C) => Parameters<typeof unwrapResponse<T>>[0],
): Promise<T> {
  try {
    const baseUrl = await apis.discoveryApi.getBaseUrl('deployments');
    return await unwrapResponse(
      request(createClient({ baseUrl, fetch: apis.fetchApi.fetch })),
    );
  } catch (error) {
    throw toFailure(error);
  }
}
