import type {
  Approval,
  Blocker,
  DecisionChoice,
  DeploymentKind,
  Instance,
  Principal,
  PromoteTo,
  Sentence,
  StepError,
  Verdict,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import type {
  Promotable,
  TargetLink,
  TargetProblem,
} from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import type { Snapshot } from './snapshot';
import type {
  CancelCause,
  Decision,
  DeploymentState,
  ExternalWait,
  RollbackState,
  RollbackStepState,
  Stopping,
} from './state';

/** The request that a deployment begins with. */
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
  /** The id of the running deployment that this one rolls back before it starts. */
  replaces?: string;
  reverts?: string;
  notBefore?: number;
  inputs: JsonObject;
}

/** The fields of a report that are given only if they changed. An empty list removes what was reported before. */
export interface ReportChange {
  links?: TargetLink[];
  problems?: TargetProblem[];
}

/** What a report of a running attempt changes. Fields other than `pollAt` are given only if they changed. */
export interface ProgressChange extends ReportChange {
  handle?: JsonObject;
  message?: string;
  /** What `message` says by codes. Given only with it. */
  sentences?: Sentence[];
  /** The wait for somebody elsewhere that began or got another blocker; `null` if the wait ended. */
  externalWait?: ExternalWait | null;
  /** Whether the attempt waits as planned, so that its timeout does not run. */
  idle?: boolean;
  /** When the attempt times out, now that a wait has ended. */
  timeoutAt?: number;
  /** How people may promote the step from now on; `null` if they may not. */
  promotable?: Promotable | null;
  pollAt: number;
}

/** A stored event. `at`: epoch milliseconds of the committing transaction; `by`: the principal of a person's command. */
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
      /** For a restart or a removal: the version that runs now, if it is another one than before. */
      version?: DeploymentRequest['version'];
    }
  | {
      type: 'approvalDecided';
      approval: Approval & { planHash?: string; groups: string[] };
    }
  | { type: 'approvalsVoided'; planHash: string; reason: string }
  | {
      type: 'overridden';
      kinds: Blocker['kind'][];
      /** With the kind `condition`: the names of the start conditions that were not met. */
      conditions?: string[];
      reason?: string;
    }
  | { type: 'started'; snapshot: Snapshot; planHash: string; fence: number }
  /** Another replica claimed the deployment and raised its fence. */
  | { type: 'claimed'; fence: number }
  | {
      type: 'stepStarted';
      stepId: string;
      attempt: number;
      timeoutAt: number;
      /** Whether this is the first step that changes the environment. */
      isFirstChange: boolean;
    }
  | ({
      type: 'stepProgressed';
      stepId: string;
      attempt: number;
    } & ProgressChange)
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
      sentences?: Sentence[];
      verdict?: Verdict;
    }
  | ({
      type: 'stepRetrying';
      stepId: string;
      attempt: number;
      error: StepError;
      retryAt: number;
      notSent?: boolean;
    } & ReportChange)
  | ({
      type: 'stepFailed';
      stepId: string;
      attempt: number;
      error: StepError;
      verdict?: Verdict;
      /** The attempt sent no request. It may have had no `stepStarted`. */
      notSent?: boolean;
    } & ReportChange)
  /** A running step is asked to stop, for the `ask`-th time, at `askAt`. No response by `timeoutAt` means `unknown`. */
  | {
      type: 'stepCancelling';
      stepId: string;
      attempt: number;
      cause: CancelCause;
      ask: number;
      askAt: number;
      timeoutAt: number;
      message: string;
      sentences?: Sentence[];
    }
  /** `unknown`: it isn't known whether the step is still running, so it is asked again at `decideBy`. */
  | {
      type: 'stepCancelled';
      stepId: string;
      outcome: 'cancelled' | 'unknown';
      message?: string;
      sentences?: Sentence[];
      decideBy?: number;
    }
  | {
      type: 'stepSkipped';
      stepId: string;
      reason: string;
      sentences?: Sentence[];
    }
  /** Without `by`, nobody decided until the deadline of a wait. */
  | {
      type: 'stepPromoted';
      stepId: string;
      attempt: number;
      to: PromoteTo;
      /** Percent of the traffic that the step was going to shift next. */
      weight: number;
      reason?: string;
    }
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
  /** The deployment ends as soon as its running steps have stopped. */
  | { type: 'stopping'; stopping: Stopping }
  | { type: 'rollbackStarted'; rollback: RollbackState }
  /** The running steps ended differently than expected, so the rollback has another strategy or other steps. */
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
  | ({
      type: 'rollbackStepProgressed';
      id: string;
      attempt: number;
    } & ProgressChange)
  | {
      type: 'rollbackStepSucceeded';
      id: string;
      attempt: number;
      message?: string;
      sentences?: Sentence[];
      verdict?: Verdict;
      restored?: boolean;
    }
  | ({
      type: 'rollbackStepRetrying';
      id: string;
      attempt: number;
      error: StepError;
      retryAt: number;
    } & ReportChange)
  /** It isn't known whether the step's effect is still running, so the step is retried at `retryAt`. */
  | {
      type: 'rollbackStepUnknown';
      id: string;
      attempt: number;
      error: StepError;
      retryAt: number;
    }
  | ({
      type: 'rollbackStepFailed';
      id: string;
      attempt: number;
      error: StepError;
    } & ReportChange)
  | { type: 'succeeded'; message: string; verification: Verdict }
  | {
      type: 'failed';
      message: string;
      sentences?: Sentence[];
      cause?: DeploymentState['cause'];
    }
  | { type: 'rolledBack'; message: string; verification: Verdict }
  | { type: 'rollbackFailed'; message: string; sentences?: Sentence[] }
  | {
      type: 'cancelled';
      message: string;
      sentences?: Sentence[];
      cause: NonNullable<DeploymentState['cause']>;
    }
  | { type: 'expired'; message: string }
  | { type: 'superseded'; message: string; byDeployment: string }
  | { type: 'abandoned'; message: string; sentences?: Sentence[] };
