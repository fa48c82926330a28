import type { JsonObject } from '@backstage/types';
import type { Instance } from '@slipway/backstage-plugin-deployments-common';
import type {
  StepResult,
  TargetHandle,
} from '@slipway/backstage-plugin-deployments-node';

/** The progress of a shadow between two calls, stored as the step's handle. */
export interface ShadowProgress {
  /** The handle of the candidate's deployment, until it is ready. */
  deploy?: JsonObject;
  /** Present once the candidate is ready. */
  candidate?: Instance;
  /** The start of the copies, if it takes longer than a call. */
  mirror?: TargetHandle;
  /** When the copies began, in epoch milliseconds. */
  since?: number;
  /** What to report once the copies have ended. */
  outcome?: Exclude<StepResult, { state: 'running' | 'waiting' }>;
  /** The end of the copies, if it takes longer than a call. */
  stop?: TargetHandle;
}

/** Reads the progress from a handle; empty before the first call has returned. */
export function readShadowProgress(
  handle: JsonObject | undefined,
): ShadowProgress {
  return (handle ?? {}) as ShadowProgress;
}
