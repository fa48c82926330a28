import { getDeployment } from '../api/deployments/deploymentHandlers';
import { type ActionOptions, requireActingUser } from './actionOptions';
import { deploymentOutput, toDeployment } from './schemas';

export function registerGetDeployment({ registry, api }: ActionOptions): void {
  registry.register({
    name: 'get-deployment',
    title: 'Get the status of a deployment',
    description:
      'Shows a deployment: its status, the outcome and the check verdicts of each step, what it is waiting for and who can help, and what the signed-in user can do about it in the portal.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: z => z.object({ id: z.string().min(1).max(100) }),
      output: z =>
        deploymentOutput(z).extend({
          steps: z.array(
            z.object({
              title: z.string(),
              status: z.string(),
              message: z.string().optional(),
              error: z.string().optional(),
              checks: z.array(
                z.object({
                  name: z.string(),
                  verdict: z.string().optional(),
                  passed: z.number().describe('How many measurements passed'),
                  failed: z.number().describe('How many measurements failed'),
                  errors: z
                    .number()
                    .describe('How many measurements could not be taken'),
                  message: z.string().optional(),
                }),
              ),
            }),
          ),
          rollback: z
            .object({ message: z.string(), to: z.string().optional() })
            .optional(),
          trafficWeight: z
            .number()
            .optional()
            .describe('Percent of the traffic that the new version gets'),
          options: z
            .array(z.object({ label: z.string(), consequence: z.string() }))
            .describe('What the user can do now in the portal'),
        }),
    },
    action: async ({ input, credentials }) => {
      const caller = await requireActingUser(api, credentials);
      const deployment = await getDeployment(api, caller, input.id);
      return {
        output: {
          ...toDeployment(deployment),
          steps: deployment.steps.map(step => ({
            title: step.title,
            status: step.status,
            message: step.message ?? step.skipped,
            error: step.error?.message,
            checks: (step.checkStates ?? []).map(check => ({
              name: check.name,
              verdict: check.verdict,
              passed: check.passed,
              failed: check.failed,
              errors: check.errors,
              message: check.message,
            })),
          })),
          rollback: deployment.rollback && {
            message: deployment.rollback.message ?? deployment.rollback.cause,
            to: deployment.rollback.to?.name,
          },
          trafficWeight: deployment.trafficWeight,
          options: deployment.commands
            .filter(({ allowed }) => allowed)
            .map(({ label, consequence }) => ({ label, consequence })),
        },
      };
    },
  });
}
