import { formatDuration } from '@slipway/backstage-plugin-deployments-common';
import { planDeployment } from '../api/deployments/deploymentHandlers';
import {
  type ActionOptions,
  requireActingUser,
  toServiceRef,
} from './actionOptions';
import {
  blockerOutput,
  environmentInput,
  serviceInput,
  toBlocker,
} from './schemas';

export function registerPlanDeployment({ registry, api }: ActionOptions): void {
  registry.register({
    name: 'plan-deployment',
    title: 'Plan a deployment',
    description:
      'Shows what deploying a version to an environment would do, step by step, what happens if it fails, and everything that blocks it from starting. Changes nothing: use it before deploying.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: z =>
        z.object({
          service: serviceInput(z),
          environment: environmentInput(z),
          versionId: z
            .string()
            .max(100)
            .describe('Id of the version, from list-versions'),
        }),
      output: z =>
        z.object({
          goldenPath: z.string(),
          from: z
            .string()
            .optional()
            .describe('The version that is running now'),
          to: z.string().optional(),
          steps: z.array(
            z.object({
              title: z.string(),
              description: z.string(),
              changes: z.string(),
              checks: z.array(z.string()),
              skipped: z.string().optional(),
            }),
          ),
          ifItFails: z.string(),
          watch: z
            .object({ for: z.string(), onBreach: z.string() })
            .optional()
            .describe(
              'How long its checks are measured after it has succeeded, and what a failure then does',
            ),
          canStart: z.boolean(),
          blockers: z.array(blockerOutput(z)),
          warnings: z.array(z.string()),
          commits: z.number().optional(),
          planHash: z.string(),
        }),
    },
    action: async ({ input, credentials }) => {
      const caller = await requireActingUser(api, credentials);
      const plan = await planDeployment(api, caller, {
        service: toServiceRef(input.service),
        environment: input.environment,
        versionId: input.versionId,
      });
      return {
        output: {
          goldenPath: plan.goldenPath.title,
          from: plan.baseline?.name,
          to: plan.version?.name,
          steps: plan.steps.map(step => ({
            title: step.title,
            description: step.description,
            changes: step.changes,
            checks: step.checks.map(
              check => `${check.name}: ${check.condition}`,
            ),
            skipped: step.skipped,
          })),
          ifItFails: plan.rollbackNote ?? plan.onFailure,
          watch: plan.watch && {
            for: formatDuration(plan.watch.forMs),
            onBreach: plan.watch.onBreach,
          },
          canStart: plan.canStart,
          blockers: plan.blockers.map(toBlocker),
          warnings: plan.warnings,
          commits: plan.diff?.commits.length,
          planHash: plan.planHash,
        },
      };
    },
  });
}
