import type {
  Blocker,
  DecisionChoice,
  PromoteTo,
  Sentence,
  StepError,
} from '@slipway/backstage-plugin-deployments-common';
import type { StepResult } from '@slipway/backstage-plugin-deployments-node';
import type { DeploymentRequest } from './events';
import type { Snapshot } from './snapshot';

interface Timed {
  /** The database time of the committing transaction, in epoch milliseconds; never before the last event. */
  now: number;
}

/** A person's command. Permissions were checked before; `decide` checks whether the state allows it. */
export type PersonCommand = Timed & {
  by: string;
  reason?: string;
  /** The `seq` that the person saw. If the state has changed since, the command is refused. Absent: any state will do. */
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
    | { type: 'promote'; stepId: string; to: PromoteTo }
  );

/** A command from the engine. A late or repeated one changes nothing. */
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
    /** The plan changed, so approvals for any other hash than `planHash` no longer count. */
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
        takes?: 'hotfix' | 'rollback' | 'newer deployment';
      }
    | { type: 'startStep'; stepId: string; attempt: number }
    /** Used instead of `startStep` if the step's request could not be built, so that nothing is sent. */
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
        /** The `seq` of the state that the call was made with. It can't know of later commands. */
        seenSeq?: number;
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
    /** Applies the timeouts and deadlines that have passed. */
    | { type: 'tick' }
  );

/** The result of a rollback step. `succeeded` contains the verdict of `verify`. `unknown`: the outcome isn't known. */
export type RollbackStepResult =
  | StepResult
  | { state: 'unknown'; message: string };

export type Command = PersonCommand | SystemCommand;

/** Why a person's command is refused and what to do instead. */
export interface Refused {
  /** In English. */
  message: string;
  /** What `message` says by codes, without the service and the environment. Absent for mistakes in a request. */
  sentences?: Sentence[];
}

/** The decision on a command. Only a person's command can be `refused`; the message says why and what to do instead. */
export type DecideResult =
  | { result: 'events'; events: import('./events').EventBody[] }
  | ({ result: 'refused' } & Refused);
