import type { Instance } from '@slipway/backstage-plugin-deployments-common';

/**
 * A page that explains what a target is doing.
 *
 * @public
 */
export interface TargetLink {
  /** What the page shows, e.g. `Deployment checkout in production`. */
  title: string;
  /** Absolute URL with `http:` or `https:`; any other is dropped. */
  url: string;
}

/**
 * What is wrong, in one word: which page of the documentation explains it, and who can help.
 *
 * @public
 */
export type TargetProblemCode =
  /** The image can't be pulled. */
  | 'image_pull'
  /** A container exits again and again. */
  | 'crash_loop'
  /** A container needed more memory than its limit. */
  | 'oom_killed'
  /** A container runs, but its probe fails. */
  | 'probe_failing'
  /** No node has room for it. */
  | 'unschedulable'
  /** A ConfigMap, a Secret or one of their keys is missing. */
  | 'config_missing'
  /** A volume can't be mounted. */
  | 'volume'
  /** A quota is used up. */
  | 'quota'
  /** An admission policy refused it. */
  | 'admission_denied'
  /** It made no progress for as long as the platform allows. */
  | 'progress_deadline'
  /** The platform ended it to make room, or lost its machine. */
  | 'evicted'
  /** Somebody paused it in another tool. */
  | 'paused_elsewhere'
  /** Somebody or something else changed it meanwhile. */
  | 'overtaken'
  /** Another tool manages it and would revert a change. */
  | 'managed_elsewhere'
  /** Nobody has allowed this service to be deployed there. */
  | 'consent_missing'
  /** What should be changed does not exist. */
  | 'not_found'
  /** The credential lacks a permission. */
  | 'forbidden'
  /** The credential is not accepted, e.g. because it has expired. */
  | 'unauthenticated'
  /** The platform does not respond. */
  | 'unreachable'
  /** The platform asked to send fewer requests. */
  | 'rate_limited'
  /** Anything else; `message` says what. */
  | 'other';

/**
 * One thing that is wrong, with evidence, for people.
 *
 * @public
 */
export interface TargetProblem {
  /** The kind of problem. Kinds may be added. */
  code: TargetProblemCode;
  /** What is wrong and what to do about it, in sentences. */
  message: string;
  /** The object that has the problem, e.g. `pod/checkout-6d4f-x2x`. */
  object?: string;
  /** Epoch milliseconds at which the problem began. */
  since?: number;
  /** The last lines of its log, oldest first, at most 20 of at most 500 characters; more are cut. */
  logTail?: string[];
  /** Where people see more of it. */
  link?: TargetLink;
}

/**
 * Details of a progress, for people and for the engine. All are optional, and each report replaces the one before.
 *
 * @public
 */
export interface TargetReport {
  /** What is happening, in a sentence. */
  message?: string;
  /** At most 10; more are dropped. */
  links?: TargetLink[];
  /** At most 20; more are dropped. */
  problems?: TargetProblem[];
  /** When to poll again, in milliseconds. The caller keeps it between 250 and 60,000. Default: 500. */
  pollAfterMs?: number;
}

/**
 * Progress of an effect that takes longer than a call.
 *
 * @public
 */
export type TargetProgress =
  | ({ state: 'working'; message: string } & TargetReport)
  /**
   * Somebody or something elsewhere must act before it continues. This time does not count against the step's timeout,
   * but it is limited by `decideWithin` of the golden path.
   */
  | ({
      state: 'waiting';
      /** What it waits for and what to do, in sentences. */
      message: string;
      /** When the wait ends by itself, in epoch milliseconds; absent if it does not. */
      until?: number;
      /** Entity refs of the people and groups to ask, if known. */
      ask?: string[];
    } & TargetReport)
  /** An apply succeeded. */
  | ({
      state: 'ready';
      candidate: Instance;
      /** The version that also runs; absent on a first deployment, and if the candidate has replaced it. */
      baseline?: Instance;
    } & TargetReport)
  /** `setTraffic`, `finalize`, `abort` or `remove` has taken effect. */
  | ({ state: 'done' } & TargetReport)
  /** `code` and `retryable` mean the same as in `EffectError`. */
  | ({
      state: 'failed';
      message: string;
      code: string;
      retryable: boolean;
    } & TargetReport);

/**
 * The actual state of a service in an environment, as the target sees it.
 *
 * @public
 */
export interface Observation {
  /** Epoch milliseconds. */
  at: number;
  /** The stable URL of the service in the environment. It stays the same whichever version is running. */
  url?: string;
  /** All instances, including those without traffic; empty when nothing is deployed. */
  instances: ObservedInstance[];
  /**
   * `live`: the target asked the platform. `recorded`: it reports what the last successful run put there, and nobody has
   * looked since. Default: `live`.
   */
  basis?: 'live' | 'recorded';
  /** What is wrong there now. At most 20; more are dropped. */
  problems?: TargetProblem[];
  /** At most 10; more are dropped. */
  links?: TargetLink[];
  /** Another tool that also changes it, e.g. `Helm release checkout`. */
  managedBy?: string;
  /** Who changed it last and how, if it was not Slipway, e.g. `kubectl-edit`. */
  changedBy?: { name: string; at?: number };
}

/**
 * A running or failed instance of a version.
 *
 * @public
 */
export interface ObservedInstance extends Instance {
  /** Artifact of its version: image digest, purl or URI. */
  artifact: string;
  /**
   * Other spellings of the same artifact, e.g. the digest of the image for this platform if `artifact` has the digest of the
   * index. An instance with one of them is the same version.
   */
  aliases?: string[];
  /** Display name of its version. */
  versionName: string;
  /**
   * Whether the target does not know the name, and derived one from the artifact. It is replaced if a version with this
   * artifact, or one of the aliases, is registered for the service.
   */
  isNameDerived?: boolean;
  /** Percent of traffic, 0 to 100. */
  weight: number;
  /** Whether it currently serves requests. An instance that does not respond in time is not ready. */
  ready: boolean;
  /** Why it is not ready, from a target that probes its instances itself. Without it, the instance is down. */
  unready?: Unready;
  /** Epoch milliseconds at which it last started. */
  since: number;
  /** Restarts that the target made by itself; absent if the target does not count them. */
  restarts?: InstanceRestarts;
}

/**
 * What a target's own probes found of an instance that is not ready. Pages use it: only a confirmed outage is shown as one.
 * Checks and rollbacks don't, so they are as quick as without it.
 *
 * @public
 */
export interface Unready {
  /**
   * `suspected`: too few probes in a row failed to tell an outage from a slow response. `confirmed`: it is down. `unmeasured`:
   * the probes say nothing, because the target's own process was stalled, or because no instance of any service responded.
   */
  state: 'suspected' | 'confirmed' | 'unmeasured';
  /** Epoch milliseconds of the first sign of it; absent if unknown. */
  since?: number;
}

/**
 * Restarts of an instance that exited or stopped responding.
 *
 * @public
 */
export interface InstanceRestarts {
  /** Number of restarts since the instance was deployed. */
  count: number;
  /** Whether it keeps failing, so that restarting it does not help. */
  isCrashLoop: boolean;
  /** The last few, newest first. */
  events: RestartEvent[];
}

/**
 * One restart of an instance.
 *
 * @public
 */
export interface RestartEvent {
  /** Epoch milliseconds. */
  at: number;
  /** `exited`: it ended by itself. `unresponsive`: it stopped responding, so the target ended it. */
  cause: 'exited' | 'unresponsive';
  /** What happened, in a sentence. */
  message: string;
}
