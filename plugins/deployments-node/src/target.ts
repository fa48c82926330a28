import type { Instance } from '@slipway/backstage-plugin-deployments-common';
import type { Entity } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';
import type {
  EffectRequest,
  ServiceEnvironment,
  ServiceEnvironmentRef,
} from './request';
import type {
  FailureSample,
  MirrorComparison,
  RequestDistribution,
  TrafficRouting,
} from './targetTraffic';
import type {
  Observation,
  TargetProblemCode,
  TargetProgress,
} from './targetReport';

/**
 * A version as a target needs it.
 *
 * @public
 */
export interface TargetVersion {
  /** Display name, e.g. `1.4.2`. */
  name: string;
  /** The image digest, purl or URI, which makes the version unique. */
  artifact: string;
  /** The newest commit in it, if known. */
  commit?: string;
}

/**
 * What a target can do beyond the required methods. A golden path that needs a missing capability is rejected when the
 * configuration is read.
 *
 * @public
 */
export type TargetCapability =
  /** Runs a candidate next to the baseline, without traffic. */
  | 'side-by-side'
  /** `setTraffic` accepts weights other than 0 and 100. */
  | 'weights'
  /** `apply` honours `restart`: it replaces a running instance with a new one of the same version. */
  | 'restart'
  /** Implements `remove`. */
  | 'remove'
  /** Rejects a lower fence than the highest it has seen. */
  | 'fence'
  /** `measure` measures candidate and baseline separately. */
  | 'measure'
  /** `measureDistribution` measures candidate and baseline separately. */
  | 'distribution'
  /** `setTraffic` honours `routing.sticky`. */
  | 'sticky'
  /** `setTraffic` honours `routing.match`. */
  | 'match'
  /** `setTraffic` honours `routing.mirror`, and `compareMirrored` returns the comparison. */
  | 'mirror'
  /** `apply` honours `freshBaseline`. */
  | 'fresh-baseline';

/**
 * A number that a target can measure: `success-rate` from 0 to 1, `request-count` in requests, percentiles in
 * milliseconds.
 *
 * @public
 */
export type Measure = 'success-rate' | 'request-count' | 'p50' | 'p95' | 'p99';

/**
 * A request to deploy a version.
 *
 * @public
 */
export interface ApplyRequest extends EffectRequest {
  /** The version to deploy. */
  version: TargetVersion;
  /** Start a new instance even if one of this version is already running. Default: false. */
  restart?: boolean;
  /**
   * The golden path wants the version to replace the previous one, with all the traffic. A target with several processes
   * per version may then replace them in batches, instead of starting the version next to the baseline. It reports `ready`
   * without a baseline when it has replaced all of them, and `failed` when a batch doesn't become ready; `abort` restores
   * the baseline in both cases. `rolling` is no part of the body that a key stands for. Default: false.
   */
  rolling?: boolean;
  /**
   * Also start a fresh baseline: an instance of the baseline's version that is as old as the candidate. It needs the
   * capability `fresh-baseline`, and is ignored if no baseline is running. `poll` reports `ready` when both are, and
   * `failed` if one doesn't start. Of the traffic, it gets as much as the candidate, or what the candidate leaves if that
   * is less; the baseline gets the rest. Until the candidate is finalized or aborted, which also stops it, measurements of
   * the baseline for this deployment are those of the fresh baseline. `observe` reports both as the baseline. Part of the
   * body that a key stands for, if true. Default: false.
   */
  freshBaseline?: boolean;
  /** `rollback` if an earlier version is restored. A target that shifts traffic in stages then does so in one. */
  intent: 'deploy' | 'rollback' | 'restart';
  /**
   * The artifact that should be running now, as it was observed when the deployment was planned; absent if that is not
   * known, or if the deployment may have changed it already. A target that finds another one throws `EffectError` with
   * code `overtaken` that is not retryable, because its change is not the one that was planned and approved. It checks the
   * idempotency key first: a known key returns its handle, whatever is running. `expected` is no part of the body that a
   * key stands for.
   */
  expected?: string;
}

/**
 * Identifies an effect in progress. It is stored, so it must be plain data without secrets.
 *
 * @public
 */
export interface TargetHandle {
  /** Chosen by the target, unique within it. */
  id: string;
  /** Anything else that the target needs to find the effect again. */
  data?: JsonObject;
}

/**
 * A request to measure traffic over a period.
 *
 * @public
 */
export interface MeasureRequest extends ServiceEnvironment {
  /** Id of the deployment that the measurement is for. */
  deploymentId: string;
  /** What to measure. */
  measure: Measure;
  /** Which instances to measure; `service` means all requests to the stable URL. */
  measurementTarget: 'candidate' | 'baseline' | 'service';
  /** Artifact to measure; absent for `service`. */
  artifact?: string;
  /** Instance to measure, if known. */
  instanceId?: string;
  /** Epoch milliseconds. Only requests that were answered in `[from, to)` count. */
  from: number;
  /** Epoch milliseconds, not included. */
  to: number;
  /** Aborts when the caller no longer needs the value. */
  signal: AbortSignal;
}

/**
 * Something on a platform that could be the service in this environment.
 *
 * @public
 */
export interface DiscoveredWorkload {
  /** What it is, e.g. `Deployment checkout in namespace payments`. */
  title: string;
  /** The target's settings that name it. */
  settings: JsonObject;
  /** Why it was found, e.g. `has the label backstage.io/kubernetes-id=checkout`. */
  reason: string;
  /** What runs there now. */
  observation: Observation;
  /** What is missing before Slipway can deploy there; empty if nothing is. */
  missing: MissingPrerequisite[];
}

/**
 * Something that a person must do before Slipway can deploy.
 *
 * @public
 */
export interface MissingPrerequisite {
  /** The kind of problem. Kinds may be added. */
  code: TargetProblemCode;
  /** The missing thing and why it is needed, in sentences. */
  message: string;
  /** Lines to copy that provide it: a command or a piece of configuration. */
  remedy?: { language: 'sh' | 'yaml'; text: string };
}

/**
 * Changes an environment: a cluster, a platform's API or a machine.
 *
 * Each effect is idempotent by its key and returns soon; `poll` reports work that takes longer. A method that gets an
 * `EffectRequest` throws `FencedError` if it has seen a higher fence, `EffectError` if it knows whether a retry can
 * help, and any other error if a retry may help. Members that are added to this interface later will be optional.
 *
 * @public
 */
export interface DeploymentTarget {
  /** The value of `target.provider` in app-config. */
  readonly id: string;
  /** What this target can do beyond the required methods. */
  readonly capabilities: readonly TargetCapability[];
  /** What it can do with these settings: some or all of `capabilities`. Default: all. Does not throw. */
  getCapabilities?(settings: JsonObject): readonly TargetCapability[];
  /**
   * Lists what is wrong with these settings, one sentence each, starting with the key; empty if they are valid. Does
   * not throw.
   */
  validateSettings(settings: JsonObject): string[];
  /**
   * Derives settings from annotations that a service already has for other tools, e.g. `backstage.io/kubernetes-namespace`.
   * An environment must allow each key. They override the environment's settings, and the service's own settings override
   * them. `problems` says what is wrong with an annotation, one sentence each. Does not throw, and asks nobody.
   */
  deriveSettings?(
    entity: Entity,
    settings: JsonObject,
  ): { settings: JsonObject; problems: string[] };
  /**
   * Reads the actual state. Called every minute and when a person opens a page. Throws if the state cannot be read, and
   * never reports "nothing is running" instead.
   */
  observe(
    request: ServiceEnvironment & { signal: AbortSignal },
  ): Promise<Observation>;
  /**
   * Same as `observe`, for several service environments with as few requests as possible. Returns one result for each, in
   * the same order; an error says why that one could not be read.
   */
  observeMany?(
    serviceEnvironments: readonly ServiceEnvironment[],
    options: { signal: AbortSignal },
  ): Promise<(Observation | Error)[]>;
  /**
   * Writes the permissions that the target's credential needs for these settings, as the platform's own tool reads them.
   * `slipway-permissions` prints them. Throws if the settings are incomplete, and asks nobody.
   *
   * @param purpose - `observe`: only to read what runs, for an environment to which another target deploys.
   */
  describePermissions?(
    settings: JsonObject,
    purpose: 'deploy' | 'observe',
  ): {
    language: 'sh' | 'yaml';
    text: string;
  };
  /** Finds what could be the service in this environment, for its first deployment. Changes nothing. */
  discover?(
    request: Omit<ServiceEnvironment, 'service'> & {
      entity: Entity;
      signal: AbortSignal;
    },
  ): Promise<DiscoveredWorkload[]>;
  /**
   * Subscribes to changes that the target notices by itself, such as an instance that exits, stops responding or recovers.
   * After each call of `listener`, the service environment is observed. Returns a function that unsubscribes.
   */
  onChange?(listener: (changed: ServiceEnvironmentRef) => void): () => void;
  /** Starts a version as the candidate, next to the baseline and without traffic if the target can. */
  apply(request: ApplyRequest): Promise<TargetHandle>;
  /**
   * Reports the progress of an effect that returned a handle. Its idempotency key is that of the effect. A version that
   * does not start is a `failed` progress, not an exception.
   */
  poll(
    request: EffectRequest & { handle: TargetHandle },
  ): Promise<TargetProgress>;
  /**
   * Sends `weight` percent of traffic (0 to 100) to the candidate and the rest to the baseline. If no baseline is
   * running, any weight above 0 gives the candidate all traffic, and 0 changes nothing, because requests must always
   * reach an instance. A target that finds the candidate not ready throws `EffectError`. Like the three methods below, it
   * returns a handle if the effect takes longer than a call, and `poll` reports `done` when it has taken effect.
   *
   * `routing` replaces the rules for this candidate, and `{}` ends them; if it is absent, they stay. They end when the
   * candidate is finalized or aborted.
   */
  setTraffic?(
    request: EffectRequest & {
      weight: number;
      candidate: Instance;
      routing?: TrafficRouting;
    },
  ): Promise<void | TargetHandle>;
  /**
   * Gives the candidate all traffic, then drains and stops everything else. A target that finds the candidate not ready
   * throws `EffectError`.
   */
  finalize(
    request: EffectRequest & { candidate: Instance },
  ): Promise<void | TargetHandle>;
  /**
   * Gives the baseline all traffic and stops the candidate. A target that can't tell what the baseline was throws
   * `EffectError` with code `nothing_to_restore`; the portal then deploys the previous version again if it knows one.
   * `previous` is the version that ran before, if the portal knows it. It is no part of the body that a key stands for.
   */
  abort(
    request: EffectRequest & {
      candidate?: Instance;
      previous?: TargetVersion;
    },
  ): Promise<void | TargetHandle>;
  /**
   * Stops an effect in progress that returned a handle. Returns `unknown` if the target cannot confirm that it stopped.
   */
  cancel(
    request: EffectRequest & { handle: TargetHandle },
  ): Promise<'cancelled' | 'unknown'>;
  /** Stops all instances of the service in the environment. */
  remove?(request: EffectRequest): Promise<void | TargetHandle>;
  /**
   * Measures traffic. `samples` is the number of requests that the value is based on. Returns `undefined` if there is
   * no data for the period; throws if the data cannot be read.
   */
  measure?(
    request: MeasureRequest,
  ): Promise<{ value: number; samples: number } | undefined>;
  /**
   * Measures all latencies of a period, for statistics that compare distributions. Counts the same requests as
   * `measure`. Returns `undefined` if there is no data for the period; throws if the data cannot be read.
   */
  measureDistribution?(
    request: Omit<MeasureRequest, 'measure'>,
  ): Promise<RequestDistribution | undefined>;
  /**
   * Compares the responses to mirrored requests, since the first one for this candidate. Returns `undefined` if nothing
   * has been mirrored to it.
   */
  compareMirrored?(
    request: ServiceEnvironment & { candidate: Instance; signal: AbortSignal },
  ): Promise<MirrorComparison | undefined>;
  /**
   * Samples the failed requests of a period, and reads the end of the instance's log. It is called when a check of the
   * candidate fails, and the result is stored, because the candidate may be stopped soon. Optional: without it, pages
   * show the measured values only.
   */
  sampleFailures?(
    request: Omit<MeasureRequest, 'measure'>,
  ): Promise<FailureSample | undefined>;
}
