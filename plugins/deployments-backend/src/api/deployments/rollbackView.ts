import type {
  Blocker,
  RollbackRun,
} from '@slipway/backstage-plugin-deployments-common';
import { sayRollbackStep } from '../../domain/deployment/messages/rollbackSentences';
import type {
  DeploymentState,
  RollbackState,
} from '../../domain/deployment/state';
import { toVersionSummaryView } from '../../domain/model/toVersionSummaryView';
import { toOptionalTime, toTime } from '../../http/formatTime';
import { findExplained } from './findExplained';
import { toProblemView } from './problemView';

/** @param blockers - Of the deployment, with whom to ask. */
export function toRollbackView(
  state: DeploymentState & { rollback: RollbackState },
  blockers: readonly Blocker[],
): RollbackRun {
  const { rollback } = state;
  return {
    cause: rollback.cause,
    message: rollback.message,
    sentences: rollback.sentences,
    by: rollback.by,
    strategy: rollback.strategy,
    to: rollback.to && toVersionSummaryView(rollback.to),
    steps: rollback.steps.map(step => ({
      id: step.id,
      title: step.title,
      sentences: [sayRollbackStep(state, step)],
      status: step.status,
      attempt: step.attempt,
      startedAt: toOptionalTime(step.startedAt),
      finishedAt: toOptionalTime(step.finishedAt),
      message: step.message,
      messageSentences: step.messageSentences,
      links: step.links,
      problems: step.problems?.map(toProblemView),
      error: step.error,
      blocker:
        step.externalWait && findExplained(step.externalWait.blocker, blockers),
    })),
    verification: rollback.verification,
    startedAt: toTime(rollback.startedAt),
    finishedAt: toOptionalTime(rollback.finishedAt),
  };
}
