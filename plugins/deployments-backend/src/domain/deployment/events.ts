import type {
  Approval,
  Blocker,
  DecisionChoice,
  DeploymentKind,
  Instance,
  Principal,
  StepError,
  Verdict,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';
import type { Snapshot } from './snapshot';
import type {
  Decision,
  DeploymentState,
  RollbackState,
  RollbackStepState,
  Stopping,
} from './state';

/** What is known when a deployment is requested. */
export interface DeploymentRequest {
  id: string;
  kind: DeploymentKind;
  service: string;
  environment: string;
  version: VersionSummary & { flags: string[] };
  goldenPath: { name: string; title: string };
  requestedBy: Principal;
  reason?: string;
  hotfix: boolean;
  reverts?: string;
  notBefore?: number;
  inputs: JsonObject;
}

/** What happened. `at`: epoch milliseconds of the committing transaction; `by`: the principal of a person's command. */
export type DeploymentEvent = {
  seq: number;
  at: number;
  by?: string;
} & EventBody;

export type EventBody =
  | { type: 'requested'; request: DeploymentRequest }
  | {
      type: 'blocked';
      blockers: Blocker[];
      planHash?: string;
      /** What a restart or a removal is about by now, where another version runs than before. */
      version?: DeploymentRequest['version'];
    }
  | {
      type: 'approved';
      approval: Approval & { planHash?: string; groups: string[] };
    }
  | { type: 'approvalsVoided'; planHash: string; reason: string }
  | { type: 'overridden'; kinds: Blocker['kind'][]; reason?: string }
  | { type: 'started'; snapshot: Snapshot; planHash: string; fence: number }
  /** Another owner: a new fence for the same deployment. */
  | { type: 'claimed'; fence: number }
  | {
      type: 'stepStarted';
      stepId: string;
      attempt: number;
      timeoutAt: number;
      touches: boolean;
    }
  | {
      type: 'stepProgressed';
      stepId: string;
      attempt: number;
      /** These two only when they are news. */
      handle?: JsonObject;
      message?: string;
      pollAt: number;
    }
  | {
      type: 'stepWaiting';
      stepId: string;
      attempt: number;
      blocker: Blocker;
      decideBy: number;
      verdict?: Verdict;
    }
  | {
      type: 'stepSucceeded';
      stepId: string;
      attempt: number;
      message?: string;
      verdict?: Verdict;
    }
  | {
      type: 'stepRetrying';
      stepId: string;
      attempt: number;
      error: StepError;
      retryAt: number;
      notSent?: boolean;
    }
  | {
      type: 'stepFailed';
      stepId: string;
      attempt: number;
      error: StepError;
      verdict?: Verdict;
      /** Nothing of the attempt left the portal. It may have had no `stepStarted`. */
      notSent?: boolean;
    }
  /** What is under way is asked to stop, for the `ask`-th time, at `askAt`; no answer until `timeoutAt` is `unknown`. */
  | {
      type: 'stepCancelling';
      stepId: string;
      attempt: number;
      cause: 'timeout' | 'stop';
      ask: number;
      askAt: number;
      timeoutAt: number;
      message: string;
    }
  /** `unknown`: nobody can say whether it still goes on; it is asked again at `decideBy`. */
  | {
      type: 'stepCancelled';
      stepId: string;
      outcome: 'cancelled' | 'unknown';
      message?: string;
      decideBy?: number;
    }
  | { type: 'stepSkipped'; stepId: string; reason: string }
  | { type: 'candidateReady'; candidate: Instance }
  | { type: 'trafficShifted'; weight: number }
  | { type: 'baselineRetired' }
  | {
      type: 'decisionNeeded';
      decision: Decision;
      blocker: Blocker;
      decideBy: number;
    }
  | {
      type: 'decided';
      choice: DecisionChoice;
      reason?: string;
      stepId?: string;
    }
  | { type: 'paused'; reason?: string; decideBy: number }
  | { type: 'resumed' }
  /** It ends as soon as nothing is under way any more. */
  | { type: 'stopping'; stopping: Stopping }
  | { type: 'rollbackStarted'; rollback: RollbackState }
  /** What was under way ended otherwise than expected: another way back. */
  | {
      type: 'rollbackPlanned';
      strategy: RollbackState['strategy'];
      to?: VersionSummary;
      steps: RollbackStepState[];
    }
  | {
      type: 'rollbackStepStarted';
      id: string;
      attempt: number;
      timeoutAt: number;
    }
  | {
      type: 'rollbackStepProgressed';
      id: string;
      attempt: number;
      /** These two only when they are news. */
      handle?: JsonObject;
      message?: string;
      pollAt: number;
    }
  | {
      type: 'rollbackStepSucceeded';
      id: string;
      attempt: number;
      message?: string;
      verdict?: Verdict;
      restored?: boolean;
    }
  | {
      type: 'rollbackStepRetrying';
      id: string;
      attempt: number;
      error: StepError;
      retryAt: number;
    }
  /** `unknown`: nobody can say whether its effect still goes on; it is asked again at `retryAt`. */
  | {
      type: 'rollbackStepUnknown';
      id: string;
      attempt: number;
      error: StepError;
      retryAt: number;
    }
  | {
      type: 'rollbackStepFailed';
      id: string;
      attempt: number;
      error: StepError;
    }
  | { type: 'succeeded'; message: string; verification: Verdict }
  | { type: 'failed'; message: string; cause?: DeploymentState['cause'] }
  | { type: 'rolledBack'; message: string; verification: Verdict }
  | { type: 'rollbackFailed'; message: string }
  | {
      type: 'cancelled';
      message: string;
      cause: NonNullable<DeploymentState['cause']>;
    }
  | { type: 'expired'; message: string }
  | { type: 'superseded'; message: string; byDeployment: string }
  | { type: 'abandoned'; message: string };
