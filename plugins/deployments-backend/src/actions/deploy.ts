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

/**
 * Registers the action `deploy`. It offers no hotfixes and no overrides, because people should see what they override.
 */
export function registerDeploy({ registry, api }: ActionOptions): void {
  registry.register({
    name: 'deploy',
    title: 'Deploy a version',
    description:
      'Requests a deployment of a version to an environment, in the name of the signed-in user. The deployment follows the golden path: approvals, windows and checks apply, so it may be queued first. Plan it first with plan-deployment, then follow it with get-deployment.',
    attributes: { readOnly: false, destructive: true, idempotent: true },
    schema: {
      input: z =>
        z.object({
          service: serviceInput(z),
          environment: environmentInput(z),
          versionId: z
            .string()
            .max(100)
            .describe('Id of the version, from list-versions'),
          reason: reasonInput(z),
          idempotencyKey: z
            .string()
            .min(8)
            .max(200)
            .describe(
              'Unique for each intended deployment. Repeating a request with the same key returns the same deployment instead of creating a second one.',
            ),
          planHash: z
            .string()
            .min(1)
            .max(200)
            .describe(
              'The planHash from plan-deployment. The request is rejected if the plan has changed since.',
            ),
        }),
      output: z =>
        z.object({
          deployment: deploymentOutput(z),
          created: z
            .boolean()
            .describe('False if an earlier request with this key created it'),
        }),
    },
    action: async ({ input, credentials }) => {
      const { service, idempotencyKey, ...request } = input;
      const caller = await requireActingUser(api, credentials);
      const { deployment, created } = await createDeployment(
        api,
        caller,
        { ...request, kind: 'deploy', service: toServiceRef(service) },
        idempotencyKey,
      );
      return { output: { deployment: toDeployment(deployment), created } };
    },
  });
}
