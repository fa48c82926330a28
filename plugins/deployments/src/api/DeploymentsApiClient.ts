/* eslint-disable new-cap -- openapi-fetch names its methods GET and POST */
import {
  createDeploymentsClient,
  type unwrapResponse,
  DeploymentsRequestError,
  type CommandRequest,
  type CreateDeploymentRequest,
  type DeploymentsClient,
} from '@slipway/backstage-plugin-deployments-common';
import { callBackend, type BackendApis } from './callBackend';
import type {
  ComparisonQuery,
  DeploymentFilter,
  DeploymentsApi,
  DriftQuery,
  RequestOptions,
} from './DeploymentsApi';
import { toFailure } from './failures';

/** The deployments API over Backstage's discovery and fetch.
 * @public
 */
export class DeploymentsApiClient implements DeploymentsApi {
  readonly #apis: BackendApis;

  constructor(options: BackendApis) {
    this.#apis = options;
  }

  async listEnvironments(options?: RequestOptions) {
    const { items } = await this.#call(client =>
      client.GET('/environments', { ...options }),
    );
    return items;
  }

  listServices(
    query: { q?: string; owner?: string; limit?: number; cursor?: string },
    options?: RequestOptions,
  ) {
    return this.#call(client =>
      client.GET('/services', { params: { query }, ...options }),
    );
  }

  getServiceOverview(service: string, options?: RequestOptions) {
    return this.#call(client =>
      client.GET('/services/{ref}/overview', {
        params: { path: { ref: service } },
        ...options,
      }),
    );
  }

  listVersions(
    service: string,
    query: {
      q?: string;
      environment?: string;
      limit?: number;
      cursor?: string;
    },
    options?: RequestOptions,
  ) {
    return this.#call(client =>
      client.GET('/services/{ref}/versions', {
        params: { path: { ref: service }, query },
        ...options,
      }),
    );
  }

  placeHold(service: string, environment: string, reason: string) {
    return this.#call(client =>
      client.PUT('/services/{ref}/environments/{environment}/hold', {
        params: { path: { ref: service, environment } },
        body: { reason },
      }),
    );
  }

  liftHold(service: string, environment: string, reason: string) {
    return this.#call(client =>
      client.POST('/services/{ref}/environments/{environment}/hold', {
        params: { path: { ref: service, environment } },
        body: { reason },
      }),
    );
  }

  resolveDrift(
    service: string,
    environment: string,
    choice: 'adopt' | 'overwrite',
    reason: string,
    drift: string,
  ) {
    return this.#call(client =>
      client.POST('/services/{ref}/environments/{environment}/drift', {
        params: { path: { ref: service, environment } },
        body: { choice, reason, drift },
      }),
    );
  }

  async discoverWorkloads(
    service: string,
    environment: string,
    options?: RequestOptions,
  ) {
    const { items } = await this.#call(client =>
      client.GET('/services/{ref}/environments/{environment}/workloads', {
        params: { path: { ref: service, environment } },
        ...options,
      }),
    );
    return items;
  }

  listDrift(
    query: DriftQuery & { limit?: number; cursor?: string },
    options?: RequestOptions,
  ) {
    return this.#call(client =>
      client.GET('/drift', { params: { query }, ...options }),
    );
  }

  compareEnvironments(query: ComparisonQuery, options?: RequestOptions) {
    return this.#call(client =>
      client.GET('/comparison', { params: { query }, ...options }),
    );
  }

  planDeployment(request: CreateDeploymentRequest, options?: RequestOptions) {
    return this.#call(client =>
      client.POST('/deployments/plan', { body: request, ...options }),
    );
  }

  createDeployment(request: CreateDeploymentRequest, idempotencyKey: string) {
    return this.#call(client =>
      client.POST('/deployments', {
        params: { header: { 'Idempotency-Key': idempotencyKey } },
        body: request,
      }),
    );
  }

  listDeployments(
    query: DeploymentFilter & { limit?: number; cursor?: string },
    options?: RequestOptions,
  ) {
    return this.#call(client =>
      client.GET('/deployments', { params: { query }, ...options }),
    );
  }

  endWatch(id: string, reason: string) {
    return this.#call(client =>
      client.POST('/deployments/{id}/watch/end', {
        params: { path: { id } },
        body: { reason },
      }),
    );
  }

  getDeployment(id: string, options?: RequestOptions) {
    return this.#call(client =>
      client.GET('/deployments/{id}', { params: { path: { id } }, ...options }),
    );
  }

  async listEvents(
    id: string,
    query: { after?: number },
    options?: RequestOptions,
  ) {
    const response = await this.#call(client =>
      client.GET('/deployments/{id}/events', {
        params: { path: { id }, query },
        headers: { Accept: 'application/json' },
        ...options,
      }),
    );
    if (typeof response === 'string') {
      throw new Error('expected JSON, got an event stream');
    }
    return response.items;
  }

  async listMeasurements(
    id: string,
    query: { after?: number },
    options?: RequestOptions,
  ) {
    const { items } = await this.#call(client =>
      client.GET('/deployments/{id}/measurements', {
        params: { path: { id }, query },
        ...options,
      }),
    );
    return items;
  }

  listLogLines(
    id: string,
    query: { after?: number; limit?: number },
    options?: RequestOptions,
  ) {
    return this.#call(client =>
      client.GET('/deployments/{id}/logs', {
        params: { path: { id }, query },
        ...options,
      }),
    );
  }

  async getStepAnalysis(id: string, stepId: string, options?: RequestOptions) {
    const response = await this.#call(client =>
      client.GET('/deployments/{id}/steps/{stepId}/analysis', {
        params: { path: { id, stepId } },
        headers: { Accept: 'application/json' },
        ...options,
      }),
    );
    if (typeof response === 'string') {
      throw new Error('expected JSON, got CSV');
    }
    return response;
  }

  downloadStepAnalysis(id: string, stepId: string) {
    return this.#call<Blob>(client =>
      client.GET('/deployments/{id}/steps/{stepId}/analysis', {
        params: { path: { id, stepId } },
        headers: { Accept: 'text/csv' },
        parseAs: 'blob',
      }),
    );
  }

  replayAnalysis(name: string, options?: RequestOptions) {
    return this.#call(client =>
      client.GET('/analyses/{name}/replay', {
        params: { path: { name } },
        ...options,
      }),
    );
  }

  sendCommand(id: string, command: CommandRequest) {
    return this.#call(client =>
      client.POST('/deployments/{id}/commands', {
        params: { path: { id } },
        body: command,
      }),
    );
  }

  getEngine(options?: RequestOptions) {
    return this.#call(client => client.GET('/admin/engine', { ...options }));
  }

  async openEventStream(
    id: string,
    options: RequestOptions & { lastEventId?: string },
  ): Promise<ReadableStream<Uint8Array>> {
    try {
      const { discoveryApi, fetchApi } = this.#apis;
      const baseUrl = await discoveryApi.getBaseUrl('deployments');
      const response = await fetchApi.fetch(
        `${baseUrl}/deployments/${encodeURIComponent(id)}/events`,
        {
          headers: {
            Accept: 'text/event-stream',
            ...(options.lastEventId
              ? { 'Last-Event-ID': options.lastEventId }
              : {}),
          },
          signal: options.signal,
        },
      );
      const type = response.headers.get('content-type') ?? '';
      if (!response.ok) {
        throw DeploymentsRequestError.of(
          response,
          await response.json().catch(() => undefined),
        );
      }
      // A proxy that responds with another content type counts as having no stream.
      if (!type.startsWith('text/event-stream') || !response.body) {
        throw new Error(`No event stream but ${type || 'nothing'}`);
      }
      return response.body;
    } catch (error) {
      throw toFailure(error);
    }
  }

  #call<T>(
    request: (
      client: DeploymentsClient,
    ) => Parameters<typeof unwrapResponse<T>>[0],
  ): Promise<T> {
    return callBackend(this.#apis, createDeploymentsClient, request);
  }
}
