import type {
  Approval,
  Blocker,
  DecisionChoice,
  DeploymentKind,
  DeploymentStatus,
  Instance,
  Principal,
  RollbackRun,
  StepError,
  StepStatus,
  Verdict,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';
import type { Snapshot } from './snapshot';

/** A deployment as its events tell it. Times are epoch milliseconds. Plain data: it goes through JSON unchanged. */
export interface DeploymentState {
  id: string;
  kind: DeploymentKind;
  service: string;
  environment: string;
  version: VersionSummary & { flags: string[] };
  goldenPath: { name: string; title: string };
  requestedBy: Principal;
  requestedAt: number;
  reason?: string;
  hotfix: boolean;
  reverts?: string;
  notBefore?: number;
  inputs: JsonObject;

  /** Number of the last event, and its time. */
  seq: number;
  at: number;
  /** Number of the last event that changed what a person decides on; progress of a step does not. */
  changedSeq: number;
  status: DeploymentStatus;
  /** Why it stands or ended as it does, one sentence. */
  message?: string;
  cause?:
    | RollbackRun['cause']
    | 'rejected'
    | 'expired'
    | 'superseded'
    | 'abandoned';
  /** In `queued`: what keeps it from starting. In `waiting`: what it waits for. */
  blockers: Blocker[];
  /** Blocker kinds that a person overrode while it was queued. */
  overridden: {
    kind: Blocker['kind'];
    by: string;
    at: number;
    reason?: string;
  }[];
  /** Given to the plan hash that they name; another hash voids them. */
  approvals: (Approval & {
    atMs: number;
    planHash?: string;
    groups: string[];
  })[];
  startedAt?: number;
  finishedAt?: number;
  touched: boolean;
  touchedAt?: number;
  /** First time that the candidate took traffic. */
  trafficAt?: number;
  /** Traffic back on a good version. */
  restoredAt?: number;

  snapshot?: Snapshot;
  planHash?: string;
  fence?: number;
  /** In the order of the snapshot. */
  steps: StepState[];
  candidate?: Instance;
  /** Percent of traffic on the candidate. */
  trafficWeight: number;
  trafficHistory: { at: number; weight: number }[];
  baselineRetired: boolean;
  /** `decideBy`: when `onFailure` applies, counted from when nothing is under way any more. */
  paused?: { by: string; at: number; reason?: string; decideBy: number };
  /** Set while a person must decide. */
  decision?: Decision;
  /** When `onFailure` applies if nobody decides: the earliest of what is waited for. */
  decideBy?: number;
  /** Set while it only waits for what is under way to end. */
  stopping?: Stopping;
  rollback?: RollbackState;
  verification?: Verdict;
}

export interface StepState {
  id: string;
  status: StepStatus;
  /** From 1; 0 before the first. */
  attempt: number;
  /** Attempts of which nothing left the portal. */
  unsentAttempts?: number;
  startedAt?: number;
  finishedAt?: number;
  /** Start of the attempt under way. */
  attemptStartedAt?: number;
  timeoutAt?: number;
  retryAt?: number;
  pollAt?: number;
  handle?: JsonObject;
  /** What outlives an attempt: the member `kept` of the last handle that had one. */
  kept?: JsonObject;
  message?: string;
  error?: StepError;
  verdict?: Verdict;
  blocker?: Blocker;
  /** While waiting. */
  decideBy?: number;
  /** Set while what is under way is asked to stop. */
  cancelling?: {
    cause: 'timeout' | 'stop';
    ask: number;
    askAt: number;
    timeoutAt: number;
    message: string;
  };
  /** Nobody can say whether what this attempt started still goes on. */
  outcomeUnknown?: boolean;
}

/** How it ends once nothing is under way any more. */
export interface Stopping {
  as: 'failed' | 'cancelled';
  message: string;
  cause?: DeploymentState['cause'];
  by?: string;
}

export interface Decision {
  /**
   * `verdict`: a check was inconclusive or in error. `failure`: `onFailure: pause`. `irreversible`: a rollback would pass
   * an irreversible step. `noTarget`: there is nothing to go back to.
   */
  kind: 'verdict' | 'failure' | 'irreversible' | 'noTarget';
  stepId?: string;
  choices: DecisionChoice[];
  message: string;
  /** Why a rollback was wanted, where the decision is about one. */
  cause?: RollbackRun['cause'];
  decideBy: number;
}

export interface RollbackState {
  cause: RollbackRun['cause'];
  message: string;
  by?: string;
  strategy: 'baseline' | 'last_known_good';
  to?: VersionSummary;
  startedAt: number;
  finishedAt?: number;
  verification?: Verdict;
  /** In order: cancel what is under way, restore, undo in reverse, verify. */
  steps: RollbackStepState[];
}

export interface RollbackStepState {
  /** `cancel:<step>`, `restore`, `undo:<step>`, `verify`. */
  id: string;
  action: 'cancel' | 'restore' | 'undo' | 'verify';
  stepId?: string;
  title: string;
  status: StepStatus;
  attempt: number;
  startedAt?: number;
  attemptStartedAt?: number;
  finishedAt?: number;
  timeoutAt?: number;
  retryAt?: number;
  pollAt?: number;
  handle?: JsonObject;
  message?: string;
  error?: StepError;
  verdict?: Verdict;
  /** Nobody can say whether its effect still goes on; asked again at `retryAt`. */
  outcomeUnknown?: boolean;
}
