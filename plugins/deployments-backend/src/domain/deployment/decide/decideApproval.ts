import type { Blocker } from '@slipway/backstage-plugin-deployments-common';
import { awaitsApproval, findStep } from '../stepGraph';
import type { DeploymentState } from '../state';
import { nameOfRef, serviceEnvironment } from '../../text/formatting';
import { say, sayReason } from '../../text/say';
import { approvalScope } from './approvalScope';
import type { Draft } from './draft';
import {
  refuseBy,
  refuseWithoutReason,
  type CommandOf,
  type Refusal,
} from './refusal';
import { ERROR_CODES } from '../errorCodes';

export function approve(draft: Draft, command: CommandOf<'approve'>): Refusal {
  const { state } = draft;
  const scope = approvalScope(state, command.stepId);
  if (scope.result === 'refused') {
    return { message: scope.message };
  }
  const refusal = refuseUnlessAwaited(state, scope.stepId, 'approve');
  if (refusal !== undefined) {
    return refusal;
  }
  if (
    command.planHash !== undefined &&
    state.planHash !== undefined &&
    command.planHash !== state.planHash
  ) {
    return refuseBy(say('refused_approve_plan'));
  }
  addDecision(draft, { ...command, stepId: scope.stepId }, 'approve', {
    planHash: command.planHash ?? state.planHash,
    groups: command.groups,
  });
  return undefined;
}

export function reject(draft: Draft, command: CommandOf<'reject'>): Refusal {
  const scope = approvalScope(draft.state, command.stepId);
  if (scope.result === 'refused') {
    return { message: scope.message };
  }
  const { stepId } = scope;
  const refusal =
    refuseUnlessAwaited(draft.state, stepId, 'reject') ??
    refuseWithoutReason(command, 'reject the deployment');
  if (refusal !== undefined) {
    return refusal;
  }
  addDecision(draft, { ...command, stepId }, 'reject', { groups: [] });
  const why = `Rejected by ${nameOfRef(command.by)}${
    command.reason ? `: ${command.reason}` : ''
  }`;
  const sentences = [
    say('rejected_by', { person: command.by }),
    ...sayReason(command.reason),
  ];
  const step = stepId ? findStep(draft.state, stepId) : undefined;
  if (step) {
    draft.add({
      type: 'stepFailed',
      stepId: step.definition.id,
      attempt: step.state.attempt,
      error: { code: ERROR_CODES.rejected, message: why, sentences },
    });
  } else {
    draft.add({
      type: 'cancelled',
      cause: 'rejected',
      message: `${why}. Nothing changed for ${serviceEnvironment(
        draft.state,
      )}.`,
      sentences: [...sentences, say('unchanged')],
    });
  }
  return undefined;
}

/** Refuses an approval or rejection that neither the environment's rules nor the step are waiting for. */
function refuseUnlessAwaited(
  state: DeploymentState,
  stepId: string | undefined,
  action: 'approve' | 'reject',
): Refusal {
  if (stepId === undefined) {
    if (state.status !== 'queued') {
      return refuseBy(say(`refused_${action}_started`));
    }
    return state.blockers.some(isEnvironmentApproval)
      ? undefined
      : refuseBy(say(`refused_${action}_none`));
  }
  const step = findStep(state, stepId);
  if (!step) {
    return { message: `There is no step ${stepId} in this deployment.` };
  }
  if (state.status === 'rolling_back' || state.stopping) {
    return refuseBy(
      say('refused_approval_ending', { step: step.definition.title }),
    );
  }
  return awaitsApproval(step.state)
    ? undefined
    : refuseBy(say('refused_approval_idle', { step: step.definition.title }));
}

function isEnvironmentApproval({ kind, stepId }: Blocker): boolean {
  return kind === 'approval' && stepId === undefined;
}

function addDecision(
  draft: Draft,
  command: CommandOf<'approve'> | CommandOf<'reject'>,
  decision: 'approve' | 'reject',
  given: { planHash?: string; groups: string[] },
): void {
  const { by, reason, stepId } = command;
  draft.add({
    type: 'approvalDecided',
    approval: {
      by,
      at: new Date(draft.now).toISOString(),
      decision,
      groups: given.groups,
      ...(reason === undefined ? {} : { reason }),
      ...(stepId === undefined ? {} : { stepId }),
      ...(given.planHash === undefined ? {} : { planHash: given.planHash }),
    },
  });
}
