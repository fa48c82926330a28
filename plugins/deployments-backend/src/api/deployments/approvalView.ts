import type { Approval } from '@slipway/backstage-plugin-deployments-common';

/** Which groups an approver had is for the rules, not for readers. */
export function toApprovalView(approval: Approval): Approval {
  const { by, at, choice, reason, stepId, rule } = approval;
  return { by, at, choice, reason, stepId, rule };
}
