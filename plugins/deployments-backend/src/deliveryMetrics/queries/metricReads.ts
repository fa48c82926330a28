import type { DoraRows } from '@slipway/backstage-plugin-deployments-common';
import type { Database } from '../../persistence/database';
import type { DoraFilter, Span } from '../persistence/metricFilter';
import type { MetricsResponse, MetricsRequest } from './readMetrics';
import { readMetrics } from './readMetrics';
import type {
  DoraServiceEnvironment,
  Selectable,
} from './serviceEnvironmentList';
import {
  readServiceEnvironments,
  readSelectable,
  readServices,
} from './serviceEnvironmentList';
import type { Quality, QualityRequest } from './dataQuality';
import { readQuality } from './dataQuality';
import type { RowsPage, RowsRequest } from './rows/readRows';
import { readRows } from './rows/readRows';
import { createMetricReader } from './createMetricReader';
import { inSnapshot } from './inSnapshot';

/** Queries of the delivery metrics. The caller checks permissions. */
export interface DoraReads {
  /** The database's clock, in epoch milliseconds. */
  now(): number;
  metrics(request: MetricsRequest): Promise<MetricsResponse>;
  /** Returns a page with the total number of rows. Throws InputError for an invalid cursor. */
  rows(request: RowsRequest): Promise<Omit<DoraRows, 'metric'>>;
  /** Returns a page without the total, for callers that read all pages. */
  page(request: RowsRequest): Promise<RowsPage>;
  quality(request: QualityRequest): Promise<Quality>;
  serviceEnvironments(
    filter: DoraFilter,
    span: Span,
  ): Promise<DoraServiceEnvironment[]>;
  services(): Promise<string[]>;
  selectable(services?: readonly string[]): Promise<Selectable>;
}

export function createDoraReads(database: Database): DoraReads {
  return {
    now: () => database.estimateNow(),
    metrics: request => readMetrics(database, request),
    rows: request =>
      inSnapshot(database, async snapshot => ({
        ...(await readRows(snapshot, request)),
        totals: await createMetricReader(snapshot).totals(request),
      })),
    page: request => readRows(database, request),
    quality: request => readQuality(database, request),
    serviceEnvironments: (filter, span) =>
      readServiceEnvironments(database, filter, span),
    services: () => readServices(database),
    selectable: services => readSelectable(database, services),
  };
}
