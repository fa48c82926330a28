import type {
  Blocker,
  DecisionChoice,
  StepError,
} from '@slipway/backstage-plugin-deployments-common';
import type { StepResult } from '@slipway/backstage-plugin-deployments-node';
import type { DeploymentRequest } from './events';
import type { Snapshot } from './snapshot';

/** Database time of the committing transaction, never before the last event. */
interface Timed {
  now: number;
}

/** A person's command. Whether the person may is decided before; whether the state allows it is decided here. */
export type PersonCommand = Timed & {
  by: string;
  reason?: string;
  /** Refused when the person decided on another state; absent: on whatever is. */
  expectedSeq?: number;
} & (
    | { type: 'approve'; stepId?: string; planHash?: string; groups: string[] }
    | { type: 'reject'; stepId?: string }
    | { type: 'pause' }
    | { type: 'resume' }
    | { type: 'cancel' }
    | { type: 'rollback' }
    | { type: 'retryStep'; stepId: string }
    | { type: 'skipStep'; stepId: string }
    | { type: 'decide'; choice: DecisionChoice; stepId?: string }
    | { type: 'override' }
    | { type: 'abandon' }
  );

/** What the engine reports. A late or doubled report changes nothing. */
export type SystemCommand = Timed &
  (
    | { type: 'request'; request: DeploymentRequest }
    /** `planHash` and `version`: of the plan as it is now, for approvals and for those who look. */
    | {
        type: 'block';
        blockers: Blocker[];
        planHash?: string;
        version?: DeploymentRequest['version'];
      }
    /** `planHash` differs from the one that approvals were given to. */
    | { type: 'voidApprovals'; planHash: string; reason: string }
    | { type: 'start'; snapshot: Snapshot; planHash: string; fence: number }
    | { type: 'claim'; fence: number }
    | { type: 'expire' }
    | { type: 'supersede'; byDeployment: string }
    /** A hotfix takes the environment over. */
    | {
        type: 'takeover';
        byDeployment: string;
        by: string;
        /** What takes the environment over; a hotfix by default. */
        takes?: 'hotfix' | 'rollback';
      }
    | { type: 'startStep'; stepId: string; attempt: number }
    /** Instead of `startStep`: what it would send cannot be built, so nothing is sent. */
    | {
        type: 'refuseStep';
        stepId: string;
        attempt: number;
        error: StepError;
        retryable: boolean;
        random: number;
      }
    | {
        type: 'reportStep';
        stepId: string;
        attempt: number;
        result: StepResult;
        /** In [0, 1), for the jitter of a retry. */
        random: number;
      }
    /** The answer of the kind's `cancel`, after a `cancelStep`. */
    | {
        type: 'reportCancel';
        stepId: string;
        attempt: number;
        outcome: 'cancelled' | 'unknown';
        message?: string;
        random: number;
      }
    | { type: 'startRollbackStep'; id: string; attempt: number }
    | {
        type: 'reportRollbackStep';
        id: string;
        attempt: number;
        result: RollbackStepResult;
        random: number;
      }
    /** Time passed: timeouts, `decideBy`, what follows from itself. */
    | { type: 'tick' }
  );

/** A rollback's `verify` reports its verdict by `succeeded`; `unknown`: a cancel that nobody confirmed. */
export type RollbackStepResult =
  | StepResult
  | { state: 'unknown'; message: string };

export type Command = PersonCommand | SystemCommand;

/** `refused` only for a person's command; its message says why and what can be done. */
export type DecideResult =
  | { result: 'events'; events: import('./events').EventBody[] }
  | { result: 'refused'; message: string };
