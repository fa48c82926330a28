import type { Plan } from '@slipway/backstage-plugin-deployments-common';
import { splitWarnings } from '../deployDialog/inputMistakes';

/**
 * What happens to a deployment that is requested now.
 *
 * - `starts`: it starts.
 * - `waits`: only approvals are missing.
 * - `blocked`: something else blocks it, so it is queued.
 * - `refused`: the environment does not queue it.
 * - `needsInputs`: its golden path asks for inputs, which a request for several services does not have.
 */
export type Readiness =
  | 'starts'
  | 'waits'
  | 'blocked'
  | 'refused'
  | 'needsInputs';

export function assessPlan(plan: Plan): Readiness {
  if (splitWarnings(plan.inputs, plan.warnings).mistakes.length > 0) {
    return 'needsInputs';
  }
  if (plan.queue?.policy === 'refuse' && plan.queue.ahead > 0) {
    return 'refused';
  }
  if (plan.blockers.some(({ kind }) => kind !== 'approval')) {
    return 'blocked';
  }
  return plan.blockers.length > 0 ? 'waits' : 'starts';
}

/** Whether an older version would replace a newer one. */
export function isDowngrade({ diff }: Plan): boolean {
  return diff?.direction === 'backward';
}

/** Whether it is included unless the person decides otherwise: nothing but approvals blocks it, and it is no downgrade. */
export function isPreselected(plan: Plan): boolean {
  const readiness = assessPlan(plan);
  return (
    isRequestable(readiness) && readiness !== 'blocked' && !isDowngrade(plan)
  );
}

/** Whether it can be requested at all. */
export function isRequestable(readiness: Readiness): boolean {
  return readiness !== 'refused' && readiness !== 'needsInputs';
}
