import type { DeploymentSummary } from '@slipway/backstage-plugin-deployments-common';
import { predictDeadline } from '../../domain/deployment/decide/predictDeadline';
import { awaitsPersonSince } from '../../domain/deployment/overdueDecision';
import type { DeploymentState, StepState } from '../../domain/deployment/state';
import { queueExpiresAt } from '../../domain/policy/queueExpiry';
import { toOptionalTime, toTime } from '../../http/formatTime';
import type { AwaitedDecision } from './findAwaitedDecision';

type AwaitedView = NonNullable<DeploymentSummary['awaits']>;

/**
 * A decision with what a person should know before they make it.
 *
 * @param state - of a queued deployment, with the snapshot of its last plan
 */
export function toAwaitedView(
  state: DeploymentState,
  decision: AwaitedDecision,
  facts: {
    /** For a queued deployment. */
    planHash: string | undefined;
    /** How long a deployment may stay queued, in milliseconds. */
    queueForMs: number;
  },
): AwaitedView {
  return {
    ...decision,
    since: toTime(awaitsPersonSince(state) ?? state.at),
    decideBy: toOptionalTime(state.decideBy),
    atDeadline: predictDeadline(state),
    expiresAt: toOptionalTime(
      state.status === 'queued'
        ? queueExpiresAt(state, facts.queueForMs)
        : undefined,
    ),
    planHash: facts.planHash ?? state.planHash,
    evidence: listEvidence(state),
    stepsLeft: listStepsLeft(state),
  };
}

function listEvidence(state: DeploymentState): AwaitedView['evidence'] {
  return state.steps
    .filter(({ verdict }) => verdict !== undefined)
    .map(step => ({
      stepId: step.id,
      title: findTitle(state, step),
      verdict: step.verdict,
      message: step.message,
    }));
}

function listStepsLeft({ snapshot, steps }: DeploymentState): string[] {
  return (snapshot?.steps ?? [])
    .filter(({ id, skipped }) => {
      const step = steps.find(each => each.id === id);
      return step
        ? step.finishedAt === undefined && step.status !== 'skipped'
        : skipped === undefined;
    })
    .map(({ title }) => title);
}

function findTitle({ snapshot }: DeploymentState, { id }: StepState): string {
  return snapshot?.steps.find(step => step.id === id)?.title ?? id;
}
