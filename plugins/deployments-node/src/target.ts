import type { Instance } from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';
import type { EffectRequest, Place } from './request';

/**
 * A version as a target needs it.
 *
 * @public
 */
export interface TargetVersion {
  name: string;
  /** Image digest, purl or URI. */
  artifact: string;
}

/** @public */
export type TargetCapability =
  /** Runs a candidate beside the baseline, without traffic. */
  | 'side-by-side'
  /** `setTraffic` with weights other than 0 and 100. */
  | 'weights'
  | 'restart'
  | 'remove'
  /** Refuses a lower fence than it has seen. */
  | 'fence'
  /** `measure` answers for candidate and baseline separately. */
  | 'measure';

/** @public */
export type Measure = 'success-rate' | 'request-count' | 'p50' | 'p95' | 'p99';

/**
 * What really runs, as the target sees it.
 *
 * @public
 */
export interface Observation {
  /** Epoch milliseconds. */
  at: number;
  /** Stable URL of the service in the environment, whatever version runs. */
  url?: string;
  instances: ObservedInstance[];
}

/** @public */
export interface ObservedInstance extends Instance {
  artifact: string;
  versionName: string;
  /** Percent of traffic, 0 to 100. */
  weight: number;
  /** Whether it answers at this moment. What cannot be asked in time is not ready. */
  ready: boolean;
  /** Epoch milliseconds. */
  since: number;
  /** How often it was started again by itself; absent where the target does not count. */
  restarts?: InstanceRestarts;
}

/**
 * An instance that ended, or no longer answered, and was started again.
 *
 * @public
 */
export interface InstanceRestarts {
  /** Since the instance was brought in. */
  count: number;
  /** It keeps ending: starting it again does not help. */
  isCrashLoop: boolean;
  /** The last few, newest first. */
  events: RestartEvent[];
}

/** @public */
export interface RestartEvent {
  /** Epoch milliseconds. */
  at: number;
  /** `unresponsive`: it ran and gave no answer, so the target ended it. */
  cause: 'exited' | 'unresponsive';
  /** What happened, in a sentence. */
  message: string;
}

/** @public */
export interface ApplyRequest extends EffectRequest {
  version: TargetVersion;
  /** Start a new instance even where one of this version runs already. */
  restart?: boolean;
}

/**
 * Names an apply under way; stored, so plain data without secrets.
 *
 * @public
 */
export interface TargetHandle {
  id: string;
  data?: JsonObject;
}

/** @public */
export type TargetProgress =
  | { state: 'working'; message: string }
  | {
      state: 'ready';
      candidate: Instance;
      /** What runs beside it; absent on a first deployment. */
      baseline?: Instance;
      message?: string;
    }
  | { state: 'failed'; message: string; code: string; retryable: boolean };

/** @public */
export interface MeasureRequest extends Place {
  deploymentId: string;
  measure: Measure;
  subject: 'candidate' | 'baseline' | 'service';
  /** Artifact of the subject; for `service` absent. */
  artifact?: string;
  /** Instance of the subject, where known. */
  instanceId?: string;
  /** Epoch milliseconds; only requests answered in `[from, to)` count. */
  from: number;
  to: number;
  signal: AbortSignal;
}

/**
 * What really changes an environment. Each effect is idempotent on its key and returns soon: work that takes longer
 * goes on behind `poll`.
 *
 * @public
 */
export interface DeploymentTarget {
  /** As named by `target.provider` in app-config. */
  readonly id: string;
  readonly capabilities: readonly TargetCapability[];
  /** What is wrong with these settings, one sentence each, with the key first; empty when nothing is. */
  validateSettings(settings: JsonObject): string[];
  observe(place: Place & { signal: AbortSignal }): Promise<Observation>;
  /**
   * For a target that notices by itself when an instance ends, no longer answers or answers again: `listener` is to be
   * called then, and the service environment is observed soon after. Returns how to stop that.
   */
  onChange?(
    listener: (changed: { service: string; environment: string }) => void,
  ): () => void;
  /** Brings a version in as the candidate, beside the baseline and without traffic where the target can. */
  apply(request: ApplyRequest): Promise<TargetHandle>;
  poll(
    request: EffectRequest & { handle: TargetHandle },
  ): Promise<TargetProgress>;
  /**
   * Percent of traffic on the candidate, 0 to 100; the rest goes to the baseline. Where no baseline is running, any
   * weight above 0 is all of it, and 0 takes away nothing: no user may be sent to nobody.
   */
  setTraffic?(
    request: EffectRequest & { weight: number; candidate: Instance },
  ): Promise<void>;
  /** Retires the baseline: drains and stops everything but the candidate. */
  finalize(request: EffectRequest & { candidate: Instance }): Promise<void>;
  /** Back to the baseline: all traffic on it, the candidate stopped. */
  abort(request: EffectRequest & { candidate?: Instance }): Promise<void>;
  /** Stops an apply under way. `unknown` when the target cannot say. */
  cancel(
    request: EffectRequest & { handle: TargetHandle },
  ): Promise<'cancelled' | 'unknown'>;
  /** Stops everything of the service in the environment. */
  remove?(request: EffectRequest): Promise<void>;
  /** `undefined`: no data in the period. `samples`: how many requests the value stands on. */
  measure?(
    request: MeasureRequest,
  ): Promise<{ value: number; samples: number } | undefined>;
}
