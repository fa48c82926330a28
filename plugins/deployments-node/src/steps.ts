import type {
  Blocker,
  Changes,
  DeploymentKind,
  Instance,
  StepError,
  Verdict,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';
import type { z } from 'zod';
import type { EffectRequest } from './request';
import type { DeploymentTarget, TargetCapability } from './target';

/** @public */
export interface StepRequest<TWith = JsonObject> extends EffectRequest {
  stepId: string;
  /** From 1. */
  attempt: number;
  /** Database time of this call, epoch milliseconds. */
  now: number;
  /** When this attempt started, epoch milliseconds. */
  startedAt: number;
  /** The step's settings, templates substituted and secrets resolved. */
  with: TWith;
  kind: DeploymentKind;
  target: DeploymentTarget;
  version: VersionSummary;
  /** What ran before this deployment and still does; absent where nothing ran, and once it is retired. */
  baseline?: VersionSummary;
  candidate?: Instance;
  /** Percent of traffic on the candidate so far. */
  trafficWeight: number;
  /**
   * This attempt may have been sent before, under the same key: after a crash, say. That a request cannot be sent now then
   * says nothing about the earlier one.
   */
  isRepeat?: boolean;
  /** What an earlier call of this step, in any attempt, left as `kept` in its handle. */
  kept?: JsonObject;
}

/**
 * How a step stands after a call.
 *
 * @public
 */
export type StepResult =
  | {
      state: 'running';
      /**
       * Kept, and given to `poll`; plain data without secrets. It ends with the attempt, but for its member `kept`, which
       * later attempts get as `StepRequest.kept`: e.g. who has had a message, so that nobody gets it twice.
       */
      handle?: JsonObject;
      /** How long to sleep before the next `poll`, in milliseconds. */
      pollAfterMs: number;
      message?: string;
      effects?: StepEffects;
    }
  | {
      state: 'succeeded';
      message?: string;
      /** For a step that judges. */
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
       * Nothing of this attempt left the portal, so nothing can have changed: there is nothing to undo. Only for what is
       * certain, and ignored in an attempt that was sent before (`isRepeat`).
       */
      notSent?: boolean;
    }
  /** Neither passed nor failed: a person decides. */
  | { state: 'undecided'; verdict: 'inconclusive' | 'error'; message: string }
  /** Waits for a person's command (an approval). */
  | { state: 'waiting'; blocker: Blocker };

/**
 * What a step did to the environment, as the pipeline needs to know it.
 *
 * @public
 */
export interface StepEffects {
  candidate?: Instance;
  /** Percent of traffic on the candidate. */
  trafficWeight?: number;
  /** The baseline no longer runs. */
  baselineRetired?: boolean;
}

/**
 * What a step of a golden path does. `start` and `poll` return soon; between them nothing is held.
 *
 * @public
 */
export interface StepKind<TWith = JsonObject> {
  /** As named by `use` in a golden path. */
  readonly id: string;
  /** Schema of `with`. Unknown keys must be refused. */
  readonly schema: z.ZodType<TWith>;
  /** What it changes where the golden path does not say. */
  changes(settings: TWith): Changes;
  /** What the target must be able to do. */
  requires?(settings: TWith): TargetCapability[];
  /** What it will do, in words for the plan, e.g. `deploy beside 1.4.1, 10 % of traffic`. */
  describe(
    settings: TWith,
    facts: { version?: string; baseline?: string },
  ): string;
  /** Default timeout in milliseconds. */
  readonly timeoutMs: number;
  /**
   * What keeps these settings, with all templates filled in, from being sent: one sentence each, e.g. that a header holds
   * a line break. Asked when a deployment is planned and before each attempt starts, so it must neither call anything nor
   * repeat values, which may be secrets.
   */
  findProblems?(settings: TWith): string[];
  start(request: StepRequest<TWith>): Promise<StepResult>;
  poll(
    request: StepRequest<TWith> & { handle?: JsonObject },
  ): Promise<StepResult>;
  /** Stops what is under way. `unknown`: nobody can say whether it still goes on. */
  cancel(
    request: StepRequest<TWith> & { handle?: JsonObject },
  ): Promise<'cancelled' | 'unknown'>;
  /** Takes the step's change back, in a rollback; absent where the target's own rollback does it, or nothing can. */
  undo?(
    request: StepRequest<TWith> & { handle?: JsonObject },
  ): Promise<StepResult>;
}
