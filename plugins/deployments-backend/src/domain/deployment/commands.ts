import type {
  Blocker,
  DecisionChoice,
  StepError,
} from '@slipway/backstage-plugin-deployments-common';
import type { StepResult } from '@slipway/backstage-plugin-deployments-node';
import type { DeploymentRequest } from './events';
import type { Snapshot } from './snapshot';

/** `now`: the database time of the committing transaction, in epoch milliseconds; never before the last event. */
interface Timed {
  now: number;
}

/** A command of a person. Its permission has been checked before; `decide` checks whether the state allows it. */
export type PersonCommand = Timed & {
  by: string;
  reason?: string;
  /** The `seq` that the person saw. If the state has changed since, the command is refused; absent: any state. */
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

/** A command of the engine. A late or repeated one changes nothing. */
export type SystemCommand = Timed &
  (
    | { type: 'request'; request: DeploymentRequest }
    /** The deployment can't start yet. `planHash` and `version` are those of the current plan. */
    | {
        type: 'block';
        blockers: Blocker[];
        planHash?: string;
        version?: DeploymentRequest['version'];
      }
    /** The plan changed: approvals for another hash than `planHash` no longer count. */
    | { type: 'voidApprovals'; planHash: string; reason: string }
    | { type: 'start'; snapshot: Snapshot; planHash: string; fence: number }
    | { type: 'claim'; fence: number }
    | { type: 'expire' }
    | { type: 'supersede'; byDeployment: string }
    /** Another deployment takes over the environment. */
    | {
        type: 'takeover';
        byDeployment: string;
        by: string;
        /** The kind of deployment that takes over. Default: `hotfix`. */
        takes?: 'hotfix' | 'rollback';
      }
    | { type: 'startStep'; stepId: string; attempt: number }
    /** Instead of `startStep`: the step's request could not be built, so nothing is sent. */
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
    /** The result of the kind's `cancel`, after a `cancelStep`. */
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
    /** Time passed: applies timeouts and deadlines. */
    | { type: 'tick' }
  );

/** The result of a rollback step. `verify` reports its verdict with `succeeded`; `unknown` is an unconfirmed cancel. */
export type RollbackStepResult =
  | StepResult
  | { state: 'unknown'; message: string };

export type Command = PersonCommand | SystemCommand;

/** The events of a command. Only a person's command can be `refused`; the message says why and what to do instead. */
export type DecideResult =
  | { result: 'events'; events: import('./events').EventBody[] }
  | { result: 'refused'; message: string };
