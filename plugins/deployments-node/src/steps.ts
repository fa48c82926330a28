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
  baseline?: VersionSummary;
  candidate?: Instance;
  /** Percent of traffic on the candidate so far. */
  trafficWeight: number;
}

/**
 * How a step stands after a call.
 *
 * @public
 */
export type StepResult =
  | {
      state: 'running';
      /** Kept, and given to `poll`; plain data without secrets. */
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
