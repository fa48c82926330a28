import { listVersions } from '../api/versions/versionHandlers';
import {
  type ActionOptions,
  requireActingUser,
  toServiceRef,
} from './actionOptions';
import { serviceInput } from './schemas';

export function registerListVersions({ registry, api }: ActionOptions): void {
  registry.register({
    name: 'list-versions',
    title: 'List the versions of a service',
    description:
      'Lists the versions of a service, newest first, with the environments in which each one is running. Use the id of a version to deploy it.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: z =>
        z.object({
          service: serviceInput(z),
          q: z
            .string()
            .max(200)
            .optional()
            .describe('Part of a name, artifact or commit'),
          limit: z.number().int().min(1).max(100).optional(),
        }),
      output: z =>
        z.object({
          versions: z.array(
            z.object({
              id: z.string(),
              name: z.string(),
              artifact: z.string(),
              createdAt: z.string(),
              changes: z
                .array(z.string())
                .describe('First lines of its commits'),
              flags: z.array(z.string()),
              quarantined: z
                .string()
                .optional()
                .describe('Why it must not be deployed'),
              runsIn: z.array(z.string()),
            }),
          ),
          warnings: z.array(z.string()),
        }),
    },
    action: async ({ input, credentials }) => {
      const caller = await requireActingUser(api, credentials);
      const { items, warnings } = await listVersions(
        api,
        caller,
        toServiceRef(input.service),
        { q: input.q, limit: input.limit ?? 10 },
      );
      return {
        output: {
          versions: items.map(version => ({
            id: version.id,
            name: version.name,
            artifact: version.artifact,
            createdAt: version.createdAt,
            changes: version.commits.map(
              ({ id, message }) => message?.split('\n')[0] ?? id,
            ),
            flags: version.flags,
            quarantined: version.quarantined?.reason,
            runsIn: version.environments ?? [],
          })),
          warnings: warnings ?? [],
        },
      };
    },
  });
}
