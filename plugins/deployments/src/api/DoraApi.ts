import { createApiRef } from '@backstage/core-plugin-api';
import type {
  DoraInterval,
  DoraMetricName,
  DoraMetrics,
  DoraQuality,
  DoraReason,
  DoraRows,
  DoraSelection,
  EnvironmentTier,
  Incident,
  IngestedEvent,
  IngestedEvents,
  LinkRole,
  ReplayResponse,
  ReplayRequest,
} from '@slipway/backstage-plugin-deployments-common';
import type { PageOf, RequestOptions } from './DeploymentsApi';

/** The selection of delivery metrics. An absent field does not filter, or falls back to app-config.
 * @public
 */
export interface DoraSelected {
  /** Entity ref of a group. */
  owner?: string;
  /** Entity ref. */
  system?: string;
  /** Entity ref. */
  service?: string;
  /** Environments of this tier. */
  tier?: EnvironmentTier;
  /** First day, as `yyyy-MM-dd`. */
  from?: string;
  /** Last day, inclusive. */
  to?: string;
  /** IANA name. */
  timeZone?: string;
  /** Owners as of each deployment, or as of today. */
  ownership?: 'then' | 'today';
}

/** Years of the reports that have performance levels.
 * @public
 */
export type BandsYear = 2019 | 2021 | 2023 | 2024;

/** A period in which users of a service are affected.
 * @public
 */
export interface OpenIncidentRequest {
  /** Entity ref. */
  service: string;
  /** What is wrong, for people. */
  title: string;
  /** Where people see more of it. */
  url?: string;
  /** RFC 3339; absent: now. */
  startedAt?: string;
  /** Id of the deployment that caused it; absent: inferred. */
  causedBy?: string;
}

/** A filter for events of other pipelines. Absent fields do not filter.
 * @public
 */
export type DeadLetterQuery = NonNullable<ReplayRequest['match']>;

/**
 * The delivery metrics and incidents of the deployments backend, with the reader's rights. Fails as `DeploymentsApi`
 * does. Methods may be added, and so may optional members of requests.
 *
 * @public
 */
export interface DoraApi {
  /** The five metrics of the selection, with their course in intervals. */
  getMetrics(
    query: DoraSelected & { interval?: DoraInterval; bands?: BandsYear },
    options?: RequestOptions,
  ): Promise<DoraMetrics>;
  /** The rows that a metric counts or leaves out, newest first. */
  listRows(
    metric: DoraMetricName,
    query: DoraSelected & {
      counted?: boolean;
      reason?: DoraReason;
      limit?: number;
      cursor?: string;
    },
    options?: RequestOptions,
  ): Promise<DoraRows>;
  /** All rows, as CSV. */
  downloadRows(
    metric: DoraMetricName,
    query: DoraSelected & { counted?: boolean; reason?: DoraReason },
  ): Promise<Blob>;
  /** What the metrics leave out, and what is missing to make them more exact. */
  getQuality(
    query: DoraSelected,
    options?: RequestOptions,
  ): Promise<DoraQuality>;
  /** What can be selected. */
  getSelection(options?: RequestOptions): Promise<DoraSelection>;
  /** Incidents, newest first. */
  listIncidents(
    query: {
      service?: string;
      open?: boolean;
      limit?: number;
      cursor?: string;
    },
    options?: RequestOptions,
  ): Promise<PageOf<Incident>>;
  /** Fails with 404 if the incident does not exist or the reader has no access to it. */
  getIncident(incident: string, options?: RequestOptions): Promise<Incident>;
  /** The same key with the same request opens one incident, however often it is sent. */
  openIncident(
    request: OpenIncidentRequest,
    idempotencyKey: string,
  ): Promise<Incident>;
  /** Ends an incident. `resolvedAt`: RFC 3339, by default now; `fixedBy`: id of the deployment that ended it. */
  resolveIncident(
    incident: string,
    request: { resolvedAt?: string; fixedBy?: string },
  ): Promise<Incident>;
  /** Says by hand which deployment caused or fixed an incident. */
  linkIncident(
    incident: string,
    deployment: string,
    role: LinkRole,
  ): Promise<Incident>;
  /** Says that a deployment didn't cause or fix it, also if that was inferred. */
  unlinkIncident(
    incident: string,
    deployment: string,
    role: LinkRole,
  ): Promise<Incident>;
  /** Dead letters, i.e. events of other pipelines that could not be processed, newest first. For operators. */
  listDeadLetters(
    query: DeadLetterQuery & { limit?: number; cursor?: string },
    options?: RequestOptions,
  ): Promise<IngestedEvents>;
  /** One dead letter, with what was received. */
  getIngestedEvent(
    event: string,
    options?: RequestOptions,
  ): Promise<IngestedEvent>;
  /** Reprocesses events: at most 100 by id, or the matching ones page by page. */
  replayEvents(request: ReplayRequest): Promise<ReplayResponse>;
}

/** Replace it to change how the pages get their data, e.g. in tests.
 * @public
 */
export const doraApiRef = createApiRef<DoraApi>({
  id: 'plugin.deployments.dora',
});
