import type { Blocker } from '@slipway/backstage-plugin-deployments-common';
import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type { DeploymentState } from '../deployment/state';

/** The approvals that a deployment waits for, and whose they are. */
export interface ApprovalWait {
  /** Entity refs of users and groups, without duplicates. */
  asked: string[];
  /** One for each rule. */
  blockers: Blocker[];
  /** Entity refs of those who have approved. */
  approved: string[];
  /** Entity refs of those whose approval would not count. */
  ineligible: string[];
}

export function findApprovalWait(
  state: DeploymentState | undefined,
): ApprovalWait {
  const blockers = listBlockers(state).filter(
    ({ kind, unblockedBy }) => kind === 'approval' && unblockedBy?.length,
  );
  return {
    asked: [
      ...new Set(blockers.flatMap(({ unblockedBy = [] }) => unblockedBy)),
    ],
    blockers,
    approved: state ? listApprovers(state, blockers) : [],
    ineligible:
      state && !allowsSelfApproval(state, blockers)
        ? listRequesters(state)
        : [],
  };
}

/** The decision, or else the wait for somebody elsewhere, that the requester should know of. */
export function findRequesterWait(
  state: DeploymentState | undefined,
): Blocker | undefined {
  const blockers = listBlockers(state);
  return (
    blockers.find(({ kind }) => kind === 'decision') ??
    blockers.find(({ kind }) => kind === 'external')
  );
}

/** The requester, if that is a person: pipelines follow their deployments through the API. */
export function findRequester(state: DeploymentState): string | undefined {
  return listRequesters(state).find(ref => ref.startsWith('user:'));
}

function listRequesters({ requestedBy }: DeploymentState): string[] {
  return [requestedBy.onBehalfOf, requestedBy.principal].flatMap(
    ref => ref ?? [],
  );
}

function listBlockers(state: DeploymentState | undefined): Blocker[] {
  return state && !isTerminal(state.status) ? state.blockers : [];
}

/** Lists who approved what the blockers are about: a step, or the plan as it is now. In order of time. */
export function listApprovers(
  { approvals, planHash }: DeploymentState,
  blockers: readonly Pick<Blocker, 'stepId'>[],
): string[] {
  return approvals
    .filter(
      approval =>
        approval.decision === 'approve' &&
        blockers.some(({ stepId }) => stepId === approval.stepId) &&
        (approval.stepId !== undefined || approval.planHash === planHash),
    )
    .map(({ by }) => by);
}

/** Whether a step's rule lets the requester approve. The rules of an environment are not part of the state. */
function allowsSelfApproval(
  { snapshot }: DeploymentState,
  blockers: Blocker[],
): boolean {
  return blockers.some(({ stepId }) =>
    snapshot?.steps.some(
      step => step.id === stepId && step.with.selfApproval === true,
    ),
  );
}
