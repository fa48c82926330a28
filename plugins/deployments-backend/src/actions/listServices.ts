import type { EnvironmentState } from '@slipway/backstage-plugin-deployments-common';
import { listServices } from '../api/services/serviceHandlers';
import { type ActionOptions, requireActingUser } from './actionOptions';
import { deploymentOutput, toDeployment } from './schemas';

export function registerListServices({ registry, api }: ActionOptions): void {
  registry.register({
    name: 'list-services',
    title: 'List services and their versions',
    description:
      'Lists services that can be deployed. Shows for each environment which version is running, whether it is healthy, what is being deployed, and whether a hold blocks deployments.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: z =>
        z.object({
          q: z
            .string()
            .max(200)
            .optional()
            .describe('Part of the name or title'),
          owner: z
            .string()
            .max(300)
            .optional()
            .describe('Entity ref of the owner, e.g. group:default/payments'),
          limit: z.number().int().min(1).max(100).optional(),
          cursor: z
            .string()
            .max(2000)
            .optional()
            .describe('nextCursor of the previous page'),
        }),
      output: z =>
        z.object({
          services: z.array(
            z.object({
              service: z.string(),
              title: z.string().optional(),
              owner: z.string().optional(),
              goldenPath: z.string().optional(),
              noPathReason: z.string().optional(),
              environments: z.array(
                z.object({
                  environment: z.string(),
                  tier: z.string(),
                  version: z.string().optional(),
                  since: z.string().optional(),
                  health: z.string(),
                  active: deploymentOutput(z).optional(),
                  queued: z.number(),
                  hold: z.string().optional().describe('Reason for the hold'),
                  drift: z.string().optional(),
                  url: z.string().optional(),
                }),
              ),
            }),
          ),
          totalItems: z.number(),
          nextCursor: z.string().optional(),
        }),
    },
    action: async ({ input, credentials }) => {
      const caller = await requireActingUser(api, credentials);
      const { items, totalItems, nextCursor } = await listServices(
        api,
        caller,
        { ...input, limit: input.limit ?? 20 },
      );
      return {
        output: {
          services: items.map(item => ({
            service: item.service.entityRef,
            title: item.service.title,
            owner: item.service.owner,
            goldenPath: item.goldenPath?.name,
            noPathReason: item.noPathReason,
            environments: item.environments.map(toEnvironment),
          })),
          totalItems,
          nextCursor,
        },
      };
    },
  });
}

function toEnvironment(state: EnvironmentState) {
  return {
    environment: state.environment.name,
    tier: state.environment.tier,
    version: state.current?.version.name,
    since: state.current?.since,
    health: state.health.status,
    active: state.active && toDeployment(state.active),
    queued: state.queued.length,
    hold: state.hold?.reason,
    drift: state.drift?.message,
    url: state.url,
  };
}
