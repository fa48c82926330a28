import { predictDeadline } from '../../domain/deployment/decide/predictDeadline';
import type {
  AllowedCommand,
  Deployment,
  DeploymentSummary,
  Link,
  Measurement,
  OnFailure,
  PlannedStep,
  StepRun,
  VersionDiff,
} from '@slipway/backstage-plugin-deployments-common';
import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import { openAncestors } from '../../domain/deployment/stepGraph';
import type { StoredFailureSample } from '../../domain/analysis/failureSample';
import type { Snapshot } from '../../domain/deployment/snapshot';
import type { DeploymentState, StepState } from '../../domain/deployment/state';
import type { StoredWatch } from '../../domain/watch/storedWatch';
import { queueExpiresAt } from '../../domain/policy/queueExpiry';
import { describeRollback } from '../../planning/views/describeRollback';
import { toVersionSummaryView } from '../../domain/model/toVersionSummaryView';
import { toCandidateView } from './addresses';
import { toApprovalView } from './approvalView';
import { toCheckStatesView } from './checkStatesView';
import { findExplained } from './findExplained';
import { toFailureView } from './outcome/failureView';
import { toProblemView } from './problemView';
import { toRollbackView } from './rollbackView';
import { toWatchView } from './watchView';
import { toOptionalTime, toTime } from '../../http/formatTime';

export interface DeploymentFacts {
  state: DeploymentState;
  summary: DeploymentSummary;
  /** The frozen snapshot, or that of the last plan while the deployment is queued. */
  snapshot?: Snapshot;
  /** For a queued deployment, when its plan was last evaluated, and the plan's hash. */
  queued?: { at: number; planHash: string };
  /** In order. For a deployment that has not started, the steps of today's golden path. */
  steps: PlannedStep[];
  onFailure: OnFailure;
  /** Measurements of all steps, oldest first. */
  measurements: Measurement[];
  /** Why checks of the candidate failed. */
  failureSamples: StoredFailureSample[];
  /** When retention removed its records, epoch milliseconds. */
  removed: { logsAt?: number; measurementsAt?: number };
  commands: AllowedCommand[];
  diff?: VersionDiff;
  goBack?: Deployment['goBack'];
  followUps?: Deployment['followUps'];
  changedSettings?: string[];
  watch?: StoredWatch;
  /** Whether the reader is a person with permission to control the deployment. */
  mayControl: boolean;
  /** Stable URL of the service in the environment. */
  url?: string;
  /** Pages of other tools. */
  links: Link[];
  /** How long a deployment may stay queued, in milliseconds. */
  queueForMs: number;
  /** Epoch milliseconds. */
  now: number;
}

/** A deployment with everything that its page shows. */
export function toDeploymentView(facts: DeploymentFacts): Deployment {
  const { state, snapshot, queued } = facts;
  const rollbackTarget = snapshot?.rollbackTarget ?? snapshot?.baseline;
  return {
    ...facts.summary,
    steps: facts.steps.map(step => toStepRunView(step, facts)),
    rollback:
      state.rollback &&
      toRollbackView(
        { ...state, rollback: state.rollback },
        facts.summary.blockers,
      ),
    onFailure: facts.onFailure,
    planHash: queued?.planHash ?? state.planHash,
    plannedAt: toOptionalTime(queued?.at),
    ...(snapshot && !isTerminal(state.status)
      ? describeRollback(snapshot)
      : {}),
    rollbackTarget: rollbackTarget && toVersionSummaryView(rollbackTarget),
    candidate: toCandidateView(state),
    url: facts.url,
    decideBy: toOptionalTime(state.decideBy),
    atDeadline: predictDeadline(state),
    expiresAt: toOptionalTime(
      state.status === 'queued'
        ? queueExpiresAt(state, facts.queueForMs)
        : undefined,
    ),
    inputs: state.inputs,
    approvals: state.approvals.map(toApprovalView),
    commands: facts.commands,
    diff: facts.diff,
    goBack: facts.goBack,
    failure: toFailureView(state),
    followUps: facts.followUps,
    changedSettings: facts.changedSettings,
    links: facts.links,
    trafficHistory: state.trafficHistory.map(({ at, weight }) => ({
      at: toTime(at),
      weight,
    })),
    watch: facts.watch && toWatchView(facts.watch),
    mayEndWatch:
      facts.watch && facts.watch.state === 'watching' && facts.mayControl,
    logsRemovedAt: toOptionalTime(facts.removed.logsAt),
    measurementsRemovedAt: toOptionalTime(facts.removed.measurementsAt),
    serverTime: toTime(facts.now),
  };
}

function toStepRunView(planned: PlannedStep, facts: DeploymentFacts): StepRun {
  const step = facts.state.steps.find(({ id }) => id === planned.id);
  if (!step) {
    return {
      ...planned,
      status: planned.skipped === undefined ? 'pending' : 'skipped',
      attempt: 0,
    };
  }
  return {
    ...planned,
    status: step.status,
    attempt: step.attempt,
    waitsFor: listOpenAncestors(step, facts.state),
    startedAt: toOptionalTime(step.startedAt),
    finishedAt: toOptionalTime(step.finishedAt),
    retryAt: toOptionalTime(step.retryAt),
    message: step.message,
    messageSentences: step.messageSentences,
    links: step.links,
    problems: step.problems?.map(toProblemView),
    error: step.error,
    verdict: step.verdict,
    checkStates: listCheckStates(step, planned, facts),
    blocker: findBlocker(step, facts),
  };
}

function listOpenAncestors(
  { id, status }: StepState,
  state: DeploymentState,
): StepRun['waitsFor'] {
  if (status !== 'pending' && status !== 'retrying') return undefined;
  const open = openAncestors(state, id);
  return open.length > 0
    ? open.map(({ definition }) => definition.id)
    : undefined;
}

function findBlocker(
  { blocker, externalWait }: StepState,
  { summary }: DeploymentFacts,
): StepRun['blocker'] {
  const own = blocker ?? externalWait?.blocker;
  return own && findExplained(own, summary.blockers);
}

function listCheckStates(
  step: StepState,
  planned: PlannedStep,
  { state, measurements, failureSamples, removed, now }: DeploymentFacts,
): StepRun['checkStates'] {
  if (!state.snapshot || planned.checks.length === 0) return undefined;
  // Without the measurements, a check that passed would look as if it was never measured.
  if (removed.measurementsAt !== undefined) return undefined;
  return toCheckStatesView(
    step,
    state.snapshot,
    { measurements, failureSamples },
    now,
  );
}
