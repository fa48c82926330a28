import { createDeployment } from '../api/deployments/deploymentHandlers';
import { type ActionOptions, actingUser, serviceRef } from './actionOptions';
import {
  deploymentOutput,
  environmentInput,
  reasonInput,
  serviceInput,
  toDeployment,
} from './schemas';

export function registerRollBack({ registry, api }: ActionOptions): void {
  registry.register({
    name: 'roll-back',
    title: 'Roll back what was deployed',
    description:
      'Goes back from a finished deployment to the version that ran well before it, in the name of the signed-in user. It does not wait for windows, approvals or the queue. A deployment that is still under way rolls itself back when its checks fail; one that a person wants back sooner takes the command rollback, on its page.',
    attributes: { readOnly: false, destructive: true, idempotent: true },
    schema: {
      input: z =>
        z.object({
          service: serviceInput(z),
          environment: environmentInput(z),
          deploymentId: z
            .string()
            .max(100)
            .optional()
            .describe(
              'The finished deployment to revert; without it, the one that brought in what runs',
            ),
          versionId: z
            .string()
            .max(100)
            .optional()
            .describe(
              'A version of list-rollback-versions to go back to; without it, the one that is proposed there',
            ),
          planHash: z
            .string()
            .max(200)
            .optional()
            .describe(
              'Of plan-deployment. Needed where something runs that was not deployed from here: it says that you know what is overwritten',
            ),
          reason: reasonInput(z),
          idempotencyKey: z
            .string()
            .min(8)
            .max(200)
            .describe(
              'Unique per wish to roll back; sent again it gives the same deployment',
            ),
        }),
      output: z =>
        z.object({ deployment: deploymentOutput(z), created: z.boolean() }),
    },
    action: async ({ input, credentials }) => {
      const caller = await actingUser(api, credentials);
      const { deployment, created } = await createDeployment(
        api,
        caller,
        {
          service: serviceRef(input.service),
          environment: input.environment,
          kind: 'rollback',
          ...(input.deploymentId ? { reverts: input.deploymentId } : {}),
          ...(input.versionId ? { versionId: input.versionId } : {}),
          ...(input.planHash ? { planHash: input.planHash } : {}),
          reason: input.reason,
        },
        input.idempotencyKey,
      );
      return { output: { deployment: toDeployment(deployment), created } };
    },
  });
}
