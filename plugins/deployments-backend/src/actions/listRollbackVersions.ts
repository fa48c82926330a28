import { NotFoundError } from '@backstage/errors';
import { getServiceOverview } from '../api/services/serviceHandlers';
import {
  type ActionOptions,
  requireActingUser,
  toServiceRef,
} from './actionOptions';
import { environmentInput, serviceInput } from './schemas';

export function registerListRollbackVersions({
  registry,
  api,
}: ActionOptions): void {
  registry.register({
    name: 'list-rollback-versions',
    title: 'List versions to roll back to',
    description:
      'Lists the versions that ran in an environment before: when, who deployed them, how they ended, which one is proposed, and why one is not eligible. Includes only what the signed-in user may see and roll back.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: z =>
        z.object({
          service: serviceInput(z),
          environment: environmentInput(z),
        }),
      output: z =>
        z.object({
          how: z
            .string()
            .describe(
              'start: use roll-back; command: roll back the running deployment on its page in the portal; none: see message',
            ),
          message: z.string().optional(),
          deploymentId: z.string().optional(),
          runs: z.string().optional().describe('Name of the running version'),
          target: z
            .string()
            .optional()
            .describe('Name of the proposed version'),
          versions: z.array(
            z.object({
              versionId: z.string(),
              version: z.string(),
              eligible: z.boolean(),
              refusal: z.string().optional(),
              at: z.string().optional(),
              by: z.string().optional(),
              verification: z.string().optional(),
              rolledBackLater: z.boolean(),
            }),
          ),
        }),
    },
    action: async ({ input, credentials }) => {
      const caller = await requireActingUser(api, credentials);
      const overview = await getServiceOverview(
        api,
        caller,
        toServiceRef(input.service),
      );
      const state = overview.environments.find(
        ({ environment }) => environment.name === input.environment,
      );
      if (!state) {
        throw new NotFoundError(
          `There is no environment '${input.environment}' for this service, or you don't have access to it. list-services names the environments.`,
        );
      }
      const { rollback, current } = state;
      return {
        output: {
          how: rollback?.how ?? 'none',
          message: rollback
            ? rollback.message
            : "You don't have permission to roll back deployments here.",
          deploymentId: rollback?.deploymentId,
          runs: current?.version.name,
          target: rollback?.target?.name,
          versions: (rollback?.versions ?? []).map(option => ({
            versionId: option.version.id,
            version: option.version.name,
            eligible: option.eligible,
            refusal: option.refusal,
            at: option.at,
            by: option.by,
            verification: option.verification,
            rolledBackLater: option.revertedBy !== undefined,
          })),
        },
      };
    },
  });
}
