import type { VersionSummary } from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { ServiceEnvironment } from './request';
import type { DeploymentTarget, TargetCapability } from './target';

/**
 * What an analysis compares between two versions, and therefore how.
 *
 * @public
 */
export type MetricKind =
  /** The typical duration of requests: the geometric mean. */
  | 'latency'
  /** A quantile of durations: the share of requests that are slower than that quantile of both versions together. */
  | 'quantile'
  /** A level, e.g. memory in use: one value per version and look. */
  | 'gauge'
  /** An amount per request, e.g. revenue: most requests may have none. */
  | 'amount'
  /** A share of requests, e.g. with an error. Count the rarer outcome: errors rather than successes. */
  | 'count';

/**
 * Counts per bin of a histogram of durations.
 *
 * @public
 */
export interface Histogram {
  /** Ascending and positive. Bin i ends at `upperBounds[i]`; one more bin holds what is longer than the last bound. */
  upperBounds: readonly number[];
  /** One longer than `upperBounds`. */
  counts: readonly number[];
}

/**
 * What one version reports about a metric in one period. The unit doesn't matter, but both versions must have the same.
 *
 * @public
 */
export type MetricSample =
  /** For `latency` and `quantile`. */
  | { type: 'samples'; values: readonly number[] }
  /** For `latency` and `quantile`. */
  | ({ type: 'histogram' } & Histogram)
  /** For `gauge`. */
  | { type: 'value'; value: number }
  /** For `count`: `events` among `total` requests. */
  | { type: 'count'; events: number; total: number }
  /** For `amount`: the sum over `total` requests, of which `events` have an amount. */
  | { type: 'amount'; sum: number; events: number; total: number };

/**
 * A request to read what one version did in the period `[from, to)`.
 *
 * @public
 */
export interface ReadSampleRequest<TWith = JsonObject>
  extends ServiceEnvironment {
  /** Id of the deployment that is analysed. */
  deploymentId: string;
  /** The metric's keys that are the provider's own, with templates substituted and secrets resolved. */
  with: TWith;
  /** What the metric measures, and so what the sample contains. */
  kind: MetricKind;
  /** The environment's target, for metrics that are read from it. */
  target: DeploymentTarget;
  /** Whose sample to read. */
  measured: {
    role: 'candidate' | 'baseline';
    version: VersionSummary;
    /** The instance of that version, if it is known. */
    instanceId?: string;
  };
  /** Epoch milliseconds. */
  from: number;
  /** Epoch milliseconds, not included. */
  to: number;
  /** Epoch milliseconds. The caller ignores a result after this time. */
  deadline: number;
  /** Aborts at the deadline, or earlier if the caller no longer needs the result. */
  signal: AbortSignal;
}

/**
 * Reads samples of metrics for the analysis of a rollout. Part of a `CheckProvider`.
 *
 * @public
 */
export interface AnalysisSource<TWith = JsonObject> {
  /** The schema of a metric's keys that are the provider's own. Same rules as `CheckProvider.schema`. */
  readonly schema: StandardSchemaV1<unknown, TWith>;
  /** The kinds of metric that these settings can be read as. */
  listKinds(settings: TWith): readonly MetricKind[];
  /** Capabilities that the target needs for a metric with these settings. Default: none. */
  requires?(settings: TWith): TargetCapability[];
  /**
   * How much later than a period's end its data are complete, in milliseconds. A sample isn't read earlier. Default: 0.
   */
  delayMs?(settings: TWith): number;
  /**
   * Reads one version's sample. All samples of a metric have the same bins. Returns `undefined` if there are no data, which
   * is not the same as no requests. Throws if it can't read them and when `signal` aborts. It must not change anything.
   */
  readSample(
    request: ReadSampleRequest<TWith>,
  ): Promise<MetricSample | undefined>;
}
