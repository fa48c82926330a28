import type { ApprovalRule } from '@slipway/backstage-plugin-deployments-common';
import type { StepKind } from '@slipway/backstage-plugin-deployments-node';
import { z } from 'zod';
import { approvalProgress, describeProgress } from '../policy/approvals';
import type { DeploymentState } from '../pipeline/state';

const schema = z.strictObject({
  /** Entity refs of groups and users. */
  from: z.array(z.string().min(1)).min(1),
  count: z.number().int().min(1).default(1),
  /** Whether the one who asked for the deployment may approve. */
  selfApproval: z.boolean().default(false),
  message: z.string().max(500).optional(),
});

type Settings = z.infer<typeof schema>;

export interface ApproveStepOptions {
  loadDeployment(id: string): Promise<DeploymentState>;
}

/** Waits for persons to approve. */
export function createApproveStep(
  options: ApproveStepOptions,
): StepKind<Settings> {
  return {
    id: 'approve',
    schema,
    timeoutMs: 366 * 24 * 60 * 60_000,
    changes: () => 'none',
    describe: ({ from, count }) =>
      `Wait for ${describeProgress({
        rule: { name: '', from, count, selfApproval: false },
        by: [],
      })}`,
    start(request) {
      return this.poll(request);
    },
    async poll({ deploymentId, stepId, now, with: settings }) {
      const state = await options.loadDeployment(deploymentId);
      const rule = approvalRuleOf(stepId, settings);
      const [progress] = approvalProgress({
        now,
        requestedBy: state.requestedBy,
        rules: [rule],
        approvals: state.approvals,
        stepId,
      });
      if (progress.missing === 0) {
        return {
          state: 'succeeded',
          message: `Approved by ${progress.by.join(', ')}`,
        };
      }
      return {
        state: 'waiting',
        blocker: {
          kind: 'approval',
          message: settings.message
            ? `${settings.message} (${describeProgress(progress)})`
            : `${describeProgress(progress)}.`,
          unblockedBy: settings.from,
          stepId,
        },
      };
    },
    async cancel() {
      return 'cancelled';
    },
  };
}

function approvalRuleOf(stepId: string, settings: Settings): ApprovalRule {
  return {
    name: stepId,
    count: settings.count,
    from: settings.from,
    selfApproval: settings.selfApproval,
  };
}

/** Who may approve a step; nobody where it is no `approve` step. */
export function approvalRulesOfStep(
  state: DeploymentState,
  stepId: string,
): ApprovalRule[] {
  const step = state.snapshot?.steps.find(({ id }) => id === stepId);
  const settings =
    step?.use === 'approve' ? schema.safeParse(step.with) : undefined;
  return settings?.success ? [approvalRuleOf(stepId, settings.data)] : [];
}
