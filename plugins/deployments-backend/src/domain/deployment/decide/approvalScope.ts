import { awaitsApproval, listStepsFor } from '../stepGraph';
import type { DeploymentState } from '../state';
import { list, quote } from '../messages/formatting';

/** What an approval or a rejection is about. No `stepId`: the environment's rules. */
export type ApprovalScope =
  | { result: 'found'; stepId?: string }
  | { result: 'refused'; message: string };

/**
 * What an answer is about: the step that it names; otherwise the environment's rules while the deployment is queued, and
 * later the one step that waits for an approval.
 */
export function approvalScope(
  state: DeploymentState,
  stepId: string | undefined,
): ApprovalScope {
  if (stepId !== undefined) {
    return { result: 'found', stepId };
  }
  const waiting = listStepsFor(state).filter(
    step =>
      awaitsApproval(step.state) && step.state.blocker?.kind === 'approval',
  );
  if (waiting.length > 1) {
    return {
      result: 'refused',
      message: `Several steps wait for an approval: ${list(
        waiting.map(
          ({ definition }) => `${quote(definition)} (${definition.id})`,
        ),
      )}. Name one of them by 'stepId'.`,
    };
  }
  const [only] = waiting;
  return only
    ? { result: 'found', stepId: only.definition.id }
    : { result: 'found' };
}
