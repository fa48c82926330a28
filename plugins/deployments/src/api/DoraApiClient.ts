/* eslint-disable new-cap -- openapi-fetch names its methods GET and POST */
import {
  createDeploymentsClient,
  unwrapResponse,
  type DeploymentsClient,
  type DoraInterval,
  type DoraMetricName,
  type DoraReason,
  type DoraRows,
  type LinkRole,
  type ReplayRequest,
} from '@slipway/backstage-plugin-deployments-common';
import { callBackend, type BackendApis } from './callBackend';
import type { RequestOptions } from './DeploymentsApi';
import type {
  BandsYear,
  DeadLetterQuery,
  DoraApi,
  DoraSelected,
  OpenIncidentRequest,
} from './DoraApi';

/** The delivery metrics over Backstage's discovery and fetch.
 * @public
 */
export class DoraApiClient implements DoraApi {
  readonly #apis: BackendApis;

  constructor(options: BackendApis) {
    this.#apis = options;
  }

  getMetrics(
    query: DoraSelected & { interval?: DoraInterval; bands?: BandsYear },
    options?: RequestOptions,
  ) {
    return this.#call(client =>
      client.GET('/dora/metrics', { params: { query }, ...options }),
    );
  }

  async listRows(
    metric: DoraMetricName,
    query: DoraSelected & {
      counted?: boolean;
      reason?: DoraReason;
      limit?: number;
      cursor?: string;
    },
    options?: RequestOptions,
  ) {
    const response = await this.#call<DoraRows | string>(client =>
      client.GET('/dora/metrics/{metric}/rows', {
        params: { path: { metric }, query },
        headers: { Accept: 'application/json' },
        ...options,
      }),
    );
    if (typeof response === 'string') {
      throw new Error('expected JSON, got CSV');
    }
    return response;
  }

  downloadRows(
    metric: DoraMetricName,
    query: DoraSelected & { counted?: boolean; reason?: DoraReason },
  ) {
    return this.#call<Blob>(client =>
      client.GET('/dora/metrics/{metric}/rows', {
        params: { path: { metric }, query },
        headers: { Accept: 'text/csv' },
        parseAs: 'blob',
      }),
    );
  }

  getQuality(query: DoraSelected, options?: RequestOptions) {
    return this.#call(client =>
      client.GET('/dora/quality', { params: { query }, ...options }),
    );
  }

  getSelection(options?: RequestOptions) {
    return this.#call(client => client.GET('/dora/selection', { ...options }));
  }

  listIncidents(
    query: {
      service?: string;
      open?: boolean;
      limit?: number;
      cursor?: string;
    },
    options?: RequestOptions,
  ) {
    return this.#call(client =>
      client.GET('/dora/incidents', { params: { query }, ...options }),
    );
  }

  getIncident(incident: string, options?: RequestOptions) {
    return this.#call(client =>
      client.GET('/dora/incidents/{incident}', {
        params: { path: { incident } },
        ...options,
      }),
    );
  }

  openIncident(body: OpenIncidentRequest, idempotencyKey: string) {
    return this.#call(client =>
      client.POST('/dora/incidents', {
        params: { header: { 'Idempotency-Key': idempotencyKey } },
        body,
      }),
    );
  }

  resolveIncident(
    incident: string,
    body: { resolvedAt?: string; fixedBy?: string },
  ) {
    return this.#call(client =>
      client.POST('/dora/incidents/{incident}/resolve', {
        params: { path: { incident } },
        body,
      }),
    );
  }

  linkIncident(incident: string, deployment: string, role: LinkRole) {
    const path = { incident, deployment, role };
    return this.#call(client =>
      client.PUT('/dora/incidents/{incident}/links/{deployment}/{role}', {
        params: { path },
      }),
    );
  }

  unlinkIncident(incident: string, deployment: string, role: LinkRole) {
    const path = { incident, deployment, role };
    return this.#call(client =>
      client.DELETE('/dora/incidents/{incident}/links/{deployment}/{role}', {
        params: { path },
      }),
    );
  }

  listDeadLetters(
    query: DeadLetterQuery & { limit?: number; cursor?: string },
    options?: RequestOptions,
  ) {
    return this.#call(client =>
      client.GET('/dora/events', { params: { query }, ...options }),
    );
  }

  getIngestedEvent(event: string, options?: RequestOptions) {
    return this.#call(client =>
      client.GET('/dora/events/{event}', {
        params: { path: { event } },
        ...options,
      }),
    );
  }

  replayEvents(body: ReplayRequest) {
    return this.#call(client => client.POST('/dora/events/replay', { body }));
  }

  #call<T>(
    request: (
      client: DeploymentsClient,
    ) => Parameters<typeof unwrapResponse<T>>[0],
  ): Promise<T> {
    return callBackend(this.#apis, createDeploymentsClient, request);
  }
}
