import type {
  Blocker,
  DeploymentSummary,
  Sentence,
  StepStatus,
} from '@slipway/backstage-plugin-deployments-common';
import { OWNING_STATUSES } from '@slipway/backstage-plugin-deployments-common';
import { listOutcomeSentences } from '../../domain/deployment/messages/outcomeSentences';
import { sayRollbackStep } from '../../domain/deployment/messages/rollbackSentences';
import { isPausedAndQuiet } from '../../domain/deployment/reduce/deriveStatus';
import type { DeploymentState } from '../../domain/deployment/state';
import { toVersionSummaryView } from '../../domain/model/toVersionSummaryView';
import { toOptionalTime, toTime } from '../../http/formatTime';

const ACTIVE_STATUSES: readonly StepStatus[] = [
  'running',
  'waiting',
  'retrying',
  'undoing',
];
const NOT_FINISHED: readonly StepStatus[] = ['pending', ...ACTIVE_STATUSES];

/** A deployment as lists show it. */
export function toSummaryView(
  state: DeploymentState,
  extra: {
    /** The number of steps in the golden path, for a deployment that has no steps of its own yet. */
    plannedSteps: number;
    /** The number of commits that it deploys, if known. */
    commitCount?: number;
    /** Explained: each with whom to ask. */
    blockers: Blocker[];
  },
): DeploymentSummary {
  return {
    id: state.id,
    kind: state.kind,
    service: state.service,
    environment: state.environment,
    version: toVersionSummaryView(state.version),
    baseline:
      state.snapshot?.baseline && toVersionSummaryView(state.snapshot.baseline),
    status: state.status,
    cause: state.cause,
    message: state.message,
    sentences: toOptional(listOutcomeSentences(state)),
    reason: state.reason,
    hotfix: state.hotfix,
    demo: state.demo ? true : undefined,
    pausing: state.paused && !isPausedAndQuiet(state) ? true : undefined,
    reverts: state.reverts,
    requestedBy: state.requestedBy,
    requestedAt: toTime(state.requestedAt),
    startedAt: toOptionalTime(state.startedAt),
    finishedAt: toOptionalTime(state.finishedAt),
    mayHaveChanged: state.mayHaveChanged,
    blockers: extra.blockers,
    goldenPath: { name: state.goldenPath.name, title: state.goldenPath.title },
    progress: toProgress(state, extra.plannedSteps),
    trafficWeight: state.trafficWeight,
    verification: state.verification,
    commitCount: extra.commitCount,
    seq: state.seq,
  };
}

function toOptional(sentences: Sentence[]): DeploymentSummary['sentences'] {
  return sentences.length > 0 ? sentences : undefined;
}

/** The progress of the rollback if there is one, otherwise of the steps. */
function toProgress(
  state: DeploymentState,
  plannedSteps: number,
): DeploymentSummary['progress'] {
  const { rollback } = state;
  const isUnderWay = (OWNING_STATUSES as readonly string[]).includes(
    state.status,
  );
  if (rollback) {
    const position = isUnderWay ? findPosition(rollback.steps) : undefined;
    const step = position && rollback.steps[position - 1];
    return {
      ...countProgress(rollback.steps, rollback.steps.length, position),
      sentences: step ? [sayRollbackStep(state, step)] : undefined,
    };
  }
  const titles = new Map(
    state.snapshot?.steps.map(({ id, title }) => [id, title]),
  );
  return countProgress(
    state.steps.map(({ id, status }) => ({
      title: titles.get(id) ?? id,
      status,
    })),
    plannedSteps,
    isUnderWay ? findPosition(state.steps, state.decision?.stepId) : undefined,
  );
}

/**
 * The position of the current step, from 1: the active step, else the one that waits for a person's decision, else the
 * next pending one. The number of finished steps would be wrong, because steps run in parallel and skipped steps finish
 * first.
 */
function findPosition(
  steps: readonly { id: string; status: StepStatus }[],
  decisionStepId?: string,
): number | undefined {
  const at = [
    steps.findIndex(({ status }) => ACTIVE_STATUSES.includes(status)),
    steps.findIndex(({ id }) => id === decisionStepId),
    steps.findIndex(({ status }) => status === 'pending'),
  ].find(index => index >= 0);
  return at === undefined ? undefined : at + 1;
}

function countProgress(
  steps: { title: string; status: StepStatus }[],
  planned: number,
  position: number | undefined,
): DeploymentSummary['progress'] {
  return {
    total: steps.length === 0 ? planned : steps.length,
    finished: steps.filter(({ status }) => !NOT_FINISHED.includes(status))
      .length,
    step: position,
    current: position === undefined ? undefined : steps[position - 1]?.title,
  };
}
