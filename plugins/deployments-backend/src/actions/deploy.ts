import { createDeployment } from '../api/deployments/deploymentHandlers';
import { type ActionOptions, actingUser, serviceRef } from './actionOptions';
import {
  deploymentOutput,
  environmentInput,
  reasonInput,
  serviceInput,
  toDeployment,
} from './schemas';

/** Neither hotfixes nor overrides: they are for people who look at what they set aside. */
export function registerDeploy({ registry, api }: ActionOptions): void {
  registry.register({
    name: 'deploy',
    title: 'Deploy a version',
    description:
      'Requests a deployment of a version to an environment, in the name of the signed-in user. It follows the golden path: approvals, windows and checks apply, so it may be queued first. Plan it before, and follow it with get-deployment.',
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
              'Unique per wish to deploy; sent again it gives the same deployment instead of a second one',
            ),
          planHash: z
            .string()
            .min(1)
            .max(200)
            .describe(
              'The planHash of plan-deployment; refused when the plan is no longer this one',
            ),
        }),
      output: z =>
        z.object({
          deployment: deploymentOutput(z),
          created: z.boolean().describe('False: this key had made it before'),
        }),
    },
    action: async ({ input, credentials }) => {
      const { service, idempotencyKey, ...request } = input;
      const caller = await actingUser(api, credentials);
      const { deployment, created } = await createDeployment(
        api,
        caller,
        { ...request, kind: 'deploy', service: serviceRef(service) },
        idempotencyKey,
      );
      return { output: { deployment: toDeployment(deployment), created } };
    },
  });
}
