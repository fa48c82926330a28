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
import type { Decision, DeploymentState, RollbackState } from './state';

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
export type DeploymentEvent = { seq: number; at: number; by?: string } & EventBody;

export type EventBody =
  | { type: 'requested'; request: DeploymentRequest }
  | { type: 'blocked'; blockers: Blocker[] }
  | { type: 'approved'; approval: Approval & { planHash?: string; groups: string[] } }
  | { type: 'approvalsVoided'; planHash: string; reason: string }
  | { type: 'overridden'; kinds: Blocker['kind'][]; reason?: string }
  | { type: 'started'; snapshot: Snapshot; planHash: string; fence: number }
  /** Another owner: a new fence for the same deployment. */
  | { type: 'claimed'; fence: number }
  | { type: 'stepStarted'; stepId: string; attempt: number; timeoutAt: number; touches: boolean }
  | {
      type: 'stepProgressed';
      stepId: string;
      attempt: number;
      handle?: JsonObject;
      message?: string;
      pollAt: number;
    }
  | { type: 'stepWaiting'; stepId: string; attempt: number; blocker: Blocker; decideBy: number }
  | { type: 'stepSucceeded'; stepId: string; attempt: number; message?: string; verdict?: Verdict }
  | { type: 'stepRetrying'; stepId: string; attempt: number; error: StepError; retryAt: number }
  | { type: 'stepFailed'; stepId: string; attempt: number; error: StepError; verdict?: Verdict }
  | { type: 'stepCancelled'; stepId: string; outcome: 'cancelled' | 'unknown'; message?: string }
  | { type: 'stepSkipped'; stepId: string; reason: string }
  | { type: 'candidateReady'; candidate: Instance }
  | { type: 'trafficShifted'; weight: number }
  | { type: 'baselineRetired' }
  | { type: 'decisionNeeded'; decision: Decision; blocker: Blocker; decideBy: number }
  | { type: 'decided'; choice: DecisionChoice; reason?: string; stepId?: string }
  | { type: 'paused'; reason?: string; decideBy: number }
  | { type: 'resumed' }
  | { type: 'rollbackStarted'; rollback: RollbackState }
  | { type: 'rollbackStepStarted'; id: string; attempt: number; timeoutAt: number }
  | {
      type: 'rollbackStepProgressed';
      id: string;
      attempt: number;
      handle?: JsonObject;
      message?: string;
      pollAt: number;
    }
  | { type: 'rollbackStepSucceeded'; id: string; attempt: number; message?: string; verdict?: Verdict; restored?: boolean }
  | { type: 'rollbackStepRetrying'; id: string; attempt: number; error: StepError; retryAt: number }
  | { type: 'rollbackStepFailed'; id: string; attempt: number; error: StepError }
  | { type: 'succeeded'; message: string; verification: Verdict }
  | { type: 'failed'; message: string }
  | { type: 'rolledBack'; message: string; verification: Verdict }
  | { type: 'rollbackFailed'; message: string }
  | { type: 'cancelled'; message: string; cause: NonNullable<DeploymentState['cause']> }
  | { type: 'expired'; message: string }
  | { type: 'superseded'; message: string; byDeployment: string }
  | { type: 'abandoned'; message: string };
