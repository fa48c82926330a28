import type { Approval } from '@slipway/backstage-plugin-deployments-common';

/** An approval without the approver's groups, which only the rules need. */
export function toApprovalView(approval: Approval): Approval {
  const { by, at, decision, reason, stepId, rule } = approval;
  return { by, at, decision, reason, stepId, rule };
}
