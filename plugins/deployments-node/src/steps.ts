import type {
  Blocker,
  Changes,
  DeploymentKind,
  Instance,
  PromoteTo,
  Sentence,
  StepError,
  Verdict,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { EffectRequest } from './request';
import type { DeploymentTarget, TargetCapability } from './target';
import type { TargetLink, TargetProblem } from './targetReport';

/**
 * A call to a step: its settings and the state of the deployment.
 *
 * @public
 */
export interface StepRequest<TWith = JsonObject> extends EffectRequest {
  /** Id of the step in its golden path. */
  stepId: string;
  /** Starts at 1. */
  attempt: number;
  /** How many of the earlier attempts certainly sent nothing; absent: none. */
  unsentAttempts?: number;
  /** Database time of this call, epoch milliseconds. */
  now: number;
  /** When this attempt started, epoch milliseconds. */
  startedAt: number;
  /** The step's settings, with templates substituted and secrets resolved. */
  with: TWith;
  /** Kind of the deployment. */
  kind: DeploymentKind;
  /** The environment's target. */
  target: DeploymentTarget;
  /** The version that is being deployed. */
  version: VersionSummary;
  /** The version that ran before this deployment. Absent on a first deployment, and once that version has stopped. */
  baseline?: VersionSummary;
  /** The instance of the version that is being deployed. Absent until there is one. */
  candidate?: Instance;
  /** Percent of traffic on the candidate so far, 0 to 100. */
  trafficWeight: number;
  /** Whether a person has paused the deployment. A step that makes changes in stages starts none until it is resumed. */
  paused?: boolean;
  /** How often, and how far, people promoted this attempt, in order. Absent: never. */
  promotions?: StepPromotion[];
  /** The member `kept` of the handle that an earlier call of this step returned, in this attempt or an earlier one. */
  kept?: JsonObject;
}

/**
 * A person's command to a step that makes changes in stages.
 *
 * @public
 */
export interface StepPromotion {
  /** `next`: start the next stage now. `full`: skip all stages that are left. */
  to: PromoteTo;
  /** Percent of the traffic that the new version was to get. Absent: unknown. */
  weight?: number;
  /** Epoch milliseconds. */
  at: number;
  /** Nobody decided until the deadline of a wait with `otherwise: 'promote'`. Absent: a person did. */
  automatic?: boolean;
}

/**
 * How a person may promote a step that makes changes in stages.
 *
 * @public
 */
export interface Promotable {
  /** Percent of the traffic that the new version gets with `next`. With 100, no stage is left to skip. */
  nextWeight: number;
  /** Whether promoting overrules an analysis that hasn't passed, so that the person must give a reason. */
  needsReason: boolean;
  /** Whether a later stage has an analysis, which `full` skips. Then the step's verdict is `overridden`. Default: false. */
  skipsAnalysis?: boolean;
}

/**
 * Returns the idempotency key of an attempt's `start`, which is what a cancel or a rollback stops: these have keys of their own.
 *
 * @public
 */
export function formatStartKey({
  deploymentId,
  stepId,
  attempt,
}: Pick<StepRequest, 'deploymentId' | 'stepId' | 'attempt'>): string {
  return `${deploymentId}/${stepId}/${attempt}/1`;
}

/**
 * State of a step after a call.
 *
 * @public
 */
export type StepResult =
  | {
      state: 'running';
      /**
       * Stored and passed to `poll`, so it must be plain data without secrets. It is dropped after the attempt, except for
       * its member `kept`, which later attempts get as `StepRequest.kept`. For example, it can list who has received a
       * message, so that nobody gets it twice.
       */
      handle?: JsonObject;
      /** Milliseconds until the next `poll`. */
      pollAfterMs: number;
      message?: string;
      /** What `message` says by codes, if the portal has texts for them: it has those of Slipway's own step kinds. */
      sentences?: Sentence[];
      effects?: StepEffects;
      /**
       * Somebody must act before the step can continue. Use the kind `external` if they act elsewhere, and `decision` if
       * they promote the step or roll back. This time does not count against the step's timeout; `deadline` limits it.
       */
      blocker?: Blocker;
      /**
       * How the wait for `blocker` ends if nobody acts. It counts from when the wait began, and is not extended. A new wait
       * begins if `otherwise` changes, or if `afterMs` is given for the first time or no longer.
       */
      deadline?: {
        /** In milliseconds. Default: `decideWithin` of the golden path. */
        afterMs?: number;
        /** `fail`: the step is cancelled and fails, without another attempt. `promote`: to the next stage. Default: `fail`. */
        otherwise?: 'fail' | 'promote';
      };
      /**
       * The step waits as planned, for example for the time of a stage, and none of its effects is in progress. Its timeout
       * starts again when this ends. Default: false.
       */
      idle?: boolean;
      /** How people may promote the step while it is `idle`. Absent: they may not. */
      promotable?: Promotable;
      /** Replace those of the last call. */
      links?: TargetLink[];
      /** Replace those of the last call. */
      problems?: TargetProblem[];
    }
  | {
      state: 'succeeded';
      message?: string;
      /** What `message` says by codes, as for a running step. */
      sentences?: Sentence[];
      /** For a step that judges. `overridden` only if a person promoted this attempt. */
      verdict?: Verdict;
      effects?: StepEffects;
    }
  | {
      state: 'failed';
      error: StepError;
      /** A `failed` verdict is never retryable. */
      retryable: boolean;
      verdict?: Verdict;
      /**
       * Whether it is certain that the portal sent nothing in this attempt, so that nothing can have changed and nothing has
       * to be undone. It is ignored if the attempt may have been sent before (`isRepeat`).
       */
      notSent?: boolean;
      /** Why it failed, with evidence. */
      problems?: TargetProblem[];
      links?: TargetLink[];
    }
  /** The step neither passed nor failed, so a person decides. */
  | {
      state: 'undecided';
      verdict: 'inconclusive' | 'error';
      message: string;
      /** What `message` says by codes, if the portal has texts for them. */
      sentences?: Sentence[];
    }
  /** Waits for a person's command (an approval). */
  | { state: 'waiting'; blocker: Blocker };

/**
 * What a step changed in the environment.
 *
 * @public
 */
export interface StepEffects {
  /** The instance that the step started. */
  candidate?: Instance;
  /** Percent of traffic on the candidate, 0 to 100. */
  trafficWeight?: number;
  /** The baseline no longer runs. */
  baselineRetired?: boolean;
}

/**
 * A kind of step that golden paths can use. `start` and `poll` return soon, and keep no resources open between calls.
 *
 * All calls are idempotent by their key. They report a failure as a result with `state: 'failed'`. An exception counts as a
 * failure too: `EffectError` says whether a retry can help, `FencedError` means that another process owns the environment, and
 * any other error may be retried. Members that are added to this interface later will be optional.
 *
 * @public
 */
export interface StepKind<TWith = JsonObject> {
  /** The value of `use` in a golden path. */
  readonly id: string;
  /**
   * Schema of `with`, from any library that implements Standard Schema, e.g. zod 4. It must reject unknown keys, and must not be
   * asynchronous.
   */
  readonly schema: StandardSchemaV1<unknown, TWith>;
  /** What a step with these settings changes, unless the golden path says otherwise. */
  changes(settings: TWith): Changes;
  /** Capabilities that the target needs for these settings. Default: none. */
  requires?(settings: TWith): TargetCapability[];
  /**
   * What the step will do, as a phrase for the plan, e.g. `deploy beside 1.4.1, 10 % of traffic`. `analyses` are those of
   * `deployments.analyses`, by name, so that the phrase can show their titles.
   */
  describe(
    settings: TWith,
    context: {
      version?: string;
      baseline?: string;
      analyses?: Readonly<Record<string, { title: string }>>;
    },
  ): string;
  /** Default timeout in milliseconds. */
  readonly timeoutMs: number;
  /**
   * Lists why a request with these settings could not be sent, each as a sentence, for example that a header contains a line
   * break. All templates are filled in. Called when a deployment is planned and before each attempt starts. It must not call
   * other systems, and must not repeat values, because they may be secrets.
   */
  findProblems?(settings: TWith): string[];
  /** Starts an attempt of the step. Called again with the same key after a crash. */
  start(request: StepRequest<TWith>): Promise<StepResult>;
  /** Continues a step that returned `running`. `handle` is the one that the last call returned. */
  poll(
    request: StepRequest<TWith> & { handle?: JsonObject },
  ): Promise<StepResult>;
  /** Stops a running step. Returns `unknown` if it may still be running. */
  cancel(
    request: StepRequest<TWith> & { handle?: JsonObject },
  ): Promise<'cancelled' | 'unknown'>;
  /** Reverts the step's change during a rollback. Absent if the target's `abort` reverts it, or if nothing can. */
  undo?(
    request: StepRequest<TWith> & { handle?: JsonObject },
  ): Promise<StepResult>;
}
