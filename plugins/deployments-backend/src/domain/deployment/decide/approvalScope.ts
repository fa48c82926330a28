import { awaitsApproval, listSteps } from '../stepGraph';
import type { DeploymentState } from '../state';
import { list, quote } from '../../text/formatting';

/** What an approval or a rejection applies to: a step or, without `stepId`, the environment's rules. */
export type ApprovalScope =
  | { result: 'found'; stepId?: string }
  | { result: 'refused'; message: string };

/**
 * Finds what an approval or a rejection applies to: the step that it names; otherwise, the only step that is waiting for an
 * approval; otherwise, the environment's rules. It is refused if it names no step and several are waiting.
 */
export function approvalScope(
  state: DeploymentState,
  stepId: string | undefined,
): ApprovalScope {
  if (stepId !== undefined) {
    return { result: 'found', stepId };
  }
  const waiting = listSteps(state).filter(
    step =>
      awaitsApproval(step.state) && step.state.blocker?.kind === 'approval',
  );
  if (waiting.length > 1) {
    return {
      result: 'refused',
      message: `Several steps are waiting for an approval: ${list(
        waiting.map(
          ({ definition }) => `${quote(definition)} (${definition.id})`,
        ),
      )}. Name one of them in 'stepId'.`,
    };
  }
  const [only] = waiting;
  return only
    ? { result: 'found', stepId: only.definition.id }
    : { result: 'found' };
}
