import type {
  Approval,
  Blocker,
  DecisionChoice,
  DeploymentKind,
  DeploymentStatus,
  Instance,
  Principal,
  RollbackRun,
  Sentence,
  StepError,
  StepStatus,
  Verdict,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import type {
  Promotable,
  StepPromotion,
  TargetLink,
  TargetProblem,
} from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import type { Snapshot } from './snapshot';

/** The state of a deployment after its events. Times are epoch milliseconds. Plain data that survives JSON unchanged. */
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
  /** The id of the running deployment that this one rolls back before it starts. */
  replaces?: string;
  reverts?: string;
  notBefore?: number;
  inputs: JsonObject;
  /** Set if the deployment was made up for a demo. It has no events, and the engine ignores it. */
  demo?: DemoDetails;

  /** The number of the last event. */
  seq: number;
  /** The time of the last event. */
  at: number;
  /** The number of the last event that matters to a person's decision. Progress of a step doesn't. */
  changedSeq: number;
  status: DeploymentStatus;
  /** Why the deployment has its status, as one sentence. */
  message?: string;
  /** What `message` says by codes, at the end. Absent for a success and in states stored before there were codes. */
  sentences?: Sentence[];
  cause?:
    | RollbackRun['cause']
    | 'rejected'
    | 'expired'
    | 'superseded'
    | 'abandoned';
  /** While `queued`: why it can't start. While `waiting`: what it waits for. */
  blockers: Blocker[];
  /** The blocker kinds that a person overrode while the deployment was queued. */
  overridden: {
    kind: Blocker['kind'];
    /** For `condition`: the names of the overridden start conditions. */
    conditions?: string[];
    by: string;
    at: number;
    reason?: string;
  }[];
  /** Each is for the plan hash that it names, and is voided by another hash. */
  approvals: (Approval & {
    atMs: number;
    planHash?: string;
    groups: string[];
  })[];
  startedAt?: number;
  finishedAt?: number;
  /** Whether a step that changes something was sent, or may have been. */
  mayHaveChanged: boolean;
  firstChangeAt?: number;
  /** When the candidate first got traffic. */
  trafficAt?: number;
  /** When a rollback had restored all traffic to a good version. */
  restoredAt?: number;

  snapshot?: Snapshot;
  planHash?: string;
  fence?: number;
  /** In the order of the snapshot. */
  steps: StepState[];
  candidate?: Instance;
  /** The candidate's share of the traffic, in percent. */
  trafficWeight: number;
  trafficHistory: { at: number; weight: number }[];
  baselineRetired: boolean;
  /** `decideBy`: when `onFailure` applies, counted from when the last running step ended. */
  paused?: { by: string; at: number; reason?: string; decideBy: number };
  /** The open decision of a person, if there is one. */
  decision?: Decision;
  /** When `onFailure` applies if nobody decides: the earliest deadline of all blockers. */
  decideBy?: number;
  /** Set while the deployment only waits for its running steps to stop. */
  stopping?: Stopping;
  rollback?: RollbackState;
  verification?: Verdict;
}

/** What a made-up deployment has in place of a diff of registered versions. */
interface DemoDetails {
  /** Ids of the commits that its version adds; absent: unknown. */
  commits?: string[];
  /** A page about it elsewhere. */
  url?: string;
}

export interface StepState {
  id: string;
  status: StepStatus;
  /** The current or last attempt, from 1; 0 before the first. */
  attempt: number;
  /** How many attempts sent no request. */
  unsentAttempts?: number;
  startedAt?: number;
  finishedAt?: number;
  /** When the current or last attempt started. */
  attemptStartedAt?: number;
  timeoutAt?: number;
  retryAt?: number;
  pollAt?: number;
  handle?: JsonObject;
  /** Data that outlives an attempt: the member `kept` of the last handle that had one. */
  kept?: JsonObject;
  message?: string;
  /** What `message` says by codes. */
  messageSentences?: Sentence[];
  /** Pages that explain the step, as it last reported them. */
  links?: TargetLink[];
  /** What is wrong, as the step last reported it. */
  problems?: TargetProblem[];
  error?: StepError;
  verdict?: Verdict;
  blocker?: Blocker;
  /** While waiting. */
  decideBy?: number;
  /** Set while the running attempt waits for somebody or something elsewhere. */
  externalWait?: ExternalWait;
  /** The running attempt waits as planned, with no effect in progress. Then it has no timeout. */
  idle?: boolean;
  /** How people may promote the running attempt. */
  promotable?: Promotable;
  /** The promotions of the current or last attempt, in order. */
  promotions?: StepPromotion[];
  /** The `seq` of the last pause, resumption or promotion that a poll must act on. */
  commandSeq?: number;
  /** Set while the running attempt is asked to stop. `ask` counts the requests from 1. */
  cancelling?: {
    cause: CancelCause;
    ask: number;
    askAt: number;
    timeoutAt: number;
    message: string;
    sentences?: Sentence[];
  };
  /** It is unknown whether the attempt's effect is still running. */
  outcomeUnknown?: boolean;
}

/**
 * Why a running attempt is asked to stop. `timeout`: it took too long. `deadline`: it waited too long for somebody elsewhere.
 * `stop`: the deployment is ending.
 */
export type CancelCause = 'timeout' | 'deadline' | 'stop';

/** A running attempt can't continue until somebody or something elsewhere acts. Its timeout does not run meanwhile. */
export interface ExternalWait {
  /** Of kind `external`, or `decision` if a person must promote the step. */
  blocker: Blocker;
  /** When the wait ends if nobody acts, counted from when it began. */
  decideBy: number;
  /** Set if the step is promoted at `decideBy`. Otherwise, the attempt is cancelled. */
  otherwise?: 'promote';
  /** Set if the step chose `decideBy`. Otherwise, it follows from `decideWithin` of the golden path. */
  hasOwnDeadline?: boolean;
  /** What was left of the attempt's timeout when the wait began, in milliseconds. Absent if it has no timeout. */
  timeLeftMs?: number;
}

/** How the deployment ends once its running steps have stopped. */
export interface Stopping {
  as: 'failed' | 'cancelled';
  message: string;
  sentences?: Sentence[];
  cause?: DeploymentState['cause'];
  by?: string;
}

export interface Decision {
  /**
   * What the decision is about. `verdict`: a check was inconclusive or in error. `failure`: a step with `onFailure:
   * pause` failed. `irreversible`: a rollback would pass an irreversible step. `noTarget`: there is no version to go
   * back to.
   */
  kind: 'verdict' | 'failure' | 'irreversible' | 'noTarget';
  stepId?: string;
  choices: DecisionChoice[];
  message: string;
  sentences?: Sentence[];
  /** Why a rollback was requested, if the decision is about one. */
  cause?: RollbackRun['cause'];
  decideBy: number;
}

export interface RollbackState {
  cause: RollbackRun['cause'];
  message: string;
  sentences?: Sentence[];
  by?: string;
  strategy: 'baseline' | 'last_known_good';
  to?: VersionSummary;
  /** The id of the newer deployment that this one was rolled back for. */
  replacedBy?: string;
  startedAt: number;
  finishedAt?: number;
  verification?: Verdict;
  /** In order: cancel running steps, restore, undo in reverse order, verify. */
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
  /** Data that outlives an attempt: the member `kept` of the last handle that had one. */
  kept?: JsonObject;
  message?: string;
  /** As in `StepState`. */
  messageSentences?: Sentence[];
  links?: TargetLink[];
  problems?: TargetProblem[];
  externalWait?: ExternalWait;
  error?: StepError;
  verdict?: Verdict;
  /** It is unknown whether the step's effect is still running. It is retried at `retryAt`. */
  outcomeUnknown?: boolean;
}
