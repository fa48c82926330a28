import { createDeployment } from '../api/deployments/deploymentHandlers';
import {
  type ActionOptions,
  requireActingUser,
  toServiceRef,
} from './actionOptions';
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
    title: 'Roll back a finished deployment',
    description:
      'Rolls a finished deployment back to the last known good version, in the name of the signed-in user. A rollback bypasses windows, approvals and the queue. A deployment that is still running rolls back automatically if its checks fail; to roll it back earlier, use the rollback command on its page in the portal.',
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
              'The finished deployment to revert. Default: the one that deployed the running version',
            ),
          versionId: z
            .string()
            .max(100)
            .optional()
            .describe(
              'The version to roll back to, from list-rollback-versions. Default: the one that is proposed there',
            ),
          planHash: z
            .string()
            .max(200)
            .optional()
            .describe(
              'The planHash from plan-deployment. Required if the running version was not deployed from here: it confirms that you know what is overwritten',
            ),
          reason: reasonInput(z),
          idempotencyKey: z
            .string()
            .min(8)
            .max(200)
            .describe(
              'Unique for each intended rollback. Repeating a request with the same key returns the same deployment.',
            ),
        }),
      output: z =>
        z.object({ deployment: deploymentOutput(z), created: z.boolean() }),
    },
    action: async ({ input, credentials }) => {
      const caller = await requireActingUser(api, credentials);
      const { deployment, created } = await createDeployment(
        api,
        caller,
        {
          service: toServiceRef(input.service),
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
