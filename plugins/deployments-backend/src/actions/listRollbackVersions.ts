import { NotFoundError } from '@backstage/errors';
import { getServiceOverview } from '../api/services/serviceHandlers';
import { type ActionOptions, actingUser, serviceRef } from './actionOptions';
import { environmentInput, serviceInput } from './schemas';

export function registerListRollbackVersions({
  registry,
  api,
}: ActionOptions): void {
  registry.register({
    name: 'list-rollback-versions',
    title: 'List versions to roll back to',
    description:
      'Which versions ran in an environment before, when, by whom and how they ended, which one is proposed, and why one is not eligible. Only what the signed-in user may see and roll back.',
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
              'start: roll-back does it; command: the deployment under way is rolled back on its page; none: see message',
            ),
          message: z.string().optional(),
          deploymentId: z.string().optional(),
          runs: z.string().optional().describe('Name of the version'),
          target: z.string().optional().describe('Name of what is proposed'),
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
      const caller = await actingUser(api, credentials);
      const overview = await getServiceOverview(
        api,
        caller,
        serviceRef(input.service),
      );
      const state = overview.environments.find(
        ({ environment }) => environment.name === input.environment,
      );
      if (!state) {
        throw new NotFoundError(
          `There is no environment '${input.environment}' for this service, or you may not see it`,
        );
      }
      const { rollback, current } = state;
      return {
        output: {
          how: rollback?.how ?? 'none',
          message: rollback
            ? rollback.message
            : 'You need the roll back permission to roll back here.',
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
