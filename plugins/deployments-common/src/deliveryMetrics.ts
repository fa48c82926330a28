/**
 * The vocabulary of the delivery metrics. Types come from the OpenAPI document, so that code and wire format cannot
 * differ.
 */
import type { Schemas } from './schemas';

/**
 * Name of a delivery metric.
 *
 * @public
 */
export type DoraMetricName = Schemas['DoraMetricName'];
/**
 * Length of the periods into which metrics are divided.
 *
 * @public
 */
export type DoraInterval = Schemas['DoraInterval'];
/**
 * Unit of a metric.
 *
 * @public
 */
export type DoraUnit = Schemas['DoraUnit'];
/**
 * Why a row is excluded from a metric.
 *
 * @public
 */
export type DoraReason = Schemas['DoraReason'];
/**
 * All delivery metrics of a selection.
 *
 * @public
 */
export type DoraMetrics = Schemas['DoraMetrics'];
/**
 * One metric with its value and its sample size.
 *
 * @public
 */
export type DoraCard = Schemas['DoraCard'];
/**
 * The performance levels of one year's report that a value falls into.
 *
 * @public
 */
export type DoraBand = Schemas['DoraBand'];
/**
 * Performance level of a metric.
 *
 * @public
 */
export type DoraLevel = Schemas['DoraLevel'];
/**
 * A period with the values of its metrics.
 *
 * @public
 */
export type DoraPeriod = Schemas['DoraPeriod'];
/**
 * Value of a metric in a period.
 *
 * @public
 */
export type DoraPeriodValue = Schemas['DoraPeriodValue'];
/**
 * A page of the rows that a metric is calculated from.
 *
 * @public
 */
export type DoraRows = Schemas['DoraRows'];
/**
 * A deployment, commit or recovery period that a metric counts or excludes.
 *
 * @public
 */
export type DoraRow = Schemas['DoraRow'];
/**
 * How complete the data behind the metrics is.
 *
 * @public
 */
export type DoraQuality = Schemas['DoraQuality'];
/**
 * The values by which metrics can be filtered.
 *
 * @public
 */
export type DoraSelection = Schemas['DoraSelection'];
/**
 * A period of user-visible failure of a service.
 *
 * @public
 */
export type Incident = Schemas['Incident'];
/**
 * How a deployment relates to an incident.
 *
 * @public
 */
export type LinkRole = Schemas['LinkRole'];
/**
 * How the relation between a deployment and an incident became known.
 *
 * @public
 */
export type LinkOrigin = Schemas['LinkOrigin'];
/**
 * Events from other pipelines.
 *
 * @public
 */
export type IngestRequest = Schemas['IngestRequest'];
/**
 * Result of each ingested event.
 *
 * @public
 */
export type IngestResponse = Schemas['IngestResponse'];
/**
 * An event that another pipeline sent.
 *
 * @public
 */
export type IngestedEvent = Schemas['IngestedEvent'];
/**
 * A page of events that other pipelines sent.
 *
 * @public
 */
export type IngestedEvents = Schemas['IngestedEvents'];
/**
 * Which rejected events to reprocess.
 *
 * @public
 */
export type ReplayRequest = Schemas['ReplayRequest'];
/**
 * Result of reprocessing events.
 *
 * @public
 */
export type ReplayResponse = Schemas['ReplayResponse'];
/**
 * A deployment of another pipeline, as sent.
 *
 * @public
 */
export type DeploymentEventIn = Schemas['DeploymentEventIn'];
/**
 * A code change, as sent.
 *
 * @public
 */
export type ChangeEventIn = Schemas['ChangeEventIn'];
/**
 * An incident, as sent.
 *
 * @public
 */
export type IncidentEventIn = Schemas['IncidentEventIn'];

/**
 * All delivery metrics in display order: throughput first, then stability.
 *
 * @public
 */
export const DORA_METRICS: readonly DoraMetricName[] = [
  'deployment-frequency',
  'change-lead-time',
  'change-fail-rate',
  'recovery-time',
  'rework-rate',
];
