/**
 * The words of the delivery metrics. Shapes come from the OpenAPI document, so that the wire and the code cannot differ.
 */
import type { components } from '../generated/dora';

type Schemas = components['schemas'];

/** @public */
export type DoraMetricName = Schemas['DoraMetricName'];
/** @public */
export type DoraInterval = Schemas['DoraInterval'];
/** @public */
export type DoraUnit = Schemas['DoraUnit'];
/** @public */
export type DoraReason = Schemas['DoraReason'];
/** @public */
export type DoraMetrics = Schemas['DoraMetrics'];
/** @public */
export type DoraCard = Schemas['DoraCard'];
/** @public */
export type DoraBand = Schemas['DoraBand'];
/** @public */
export type DoraLevel = Schemas['DoraLevel'];
/** @public */
export type DoraPeriod = Schemas['DoraPeriod'];
/** @public */
export type DoraPeriodValue = Schemas['DoraPeriodValue'];
/** @public */
export type DoraRows = Schemas['DoraRows'];
/** @public */
export type DoraRow = Schemas['DoraRow'];
/** @public */
export type DoraQuality = Schemas['DoraQuality'];
/** @public */
export type DoraSelection = Schemas['DoraSelection'];
/** @public */
export type Incident = Schemas['Incident'];
/** @public */
export type LinkRole = Schemas['LinkRole'];
/** @public */
export type LinkOrigin = Schemas['LinkOrigin'];
/** @public */
export type IngestRequest = Schemas['IngestRequest'];
/** @public */
export type IngestAnswer = Schemas['IngestAnswer'];
/** @public */
export type IngestedEvent = Schemas['IngestedEvent'];
/** @public */
export type IngestedEvents = Schemas['IngestedEvents'];
/** @public */
export type ReplayRequest = Schemas['ReplayRequest'];
/** @public */
export type ReplayAnswer = Schemas['ReplayAnswer'];
/** @public */
export type DeploymentEventIn = Schemas['DeploymentEventIn'];
/** @public */
export type ChangeEventIn = Schemas['ChangeEventIn'];
/** @public */
export type IncidentEventIn = Schemas['IncidentEventIn'];

/**
 * In the order in which they are shown: throughput first, then stability.
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
