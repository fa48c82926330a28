import type { Config } from '@backstage/config';
import { parseConfig } from '@slipway/backstage-plugin-deployments-node/config';
import { z } from 'zod';

const ROOT = 'deployments.github';

const ownerOrRepository = z
  .string()
  .max(200)
  .regex(
    /^[A-Za-z0-9_-][A-Za-z0-9_.-]*(?:\/[A-Za-z0-9_.-]+)?$/,
    'expected an owner such as acme, or a repository such as acme/checkout',
  );

const configSchema = z.strictObject({
  hosts: z
    .record(
      z.string(),
      z.strictObject({
        repositories: z
          .array(ownerOrRepository)
          .min(1, 'list at least one owner or repository'),
      }),
    )
    .superRefine((hosts, ctx) => {
      const names = new Map<string, string>();
      for (const name of Object.keys(hosts)) {
        const sameHost = names.get(name.toLowerCase());
        if (sameHost !== undefined) {
          ctx.addIssue({
            code: 'custom',
            path: [name],
            message: `is the same host as ${sameHost}; list each host once`,
          });
        }
        names.set(name.toLowerCase(), name);
      }
    })
    .optional(),
});

/** Whether workflows of a repository, `owner/name`, may be read and run. */
export type AllowsRepository = (at: {
  host: string;
  repository: string;
}) => boolean;

/**
 * Reads `deployments.github.hosts`: the owners and repositories whose workflows may be used. Without it, all are allowed;
 * with it, nothing of a host that it doesn't name.
 *
 * @throws InputError that lists all mistakes with their config paths.
 */
export function readAllowedRepositories(config: Config): AllowsRepository {
  const hosts = parseConfig(config, ROOT, configSchema)?.hosts;
  if (!hosts) return () => true;
  // GitHub ignores the case of names.
  const allowed = new Set(
    Object.entries(hosts).flatMap(([host, { repositories }]) =>
      repositories.map(name => `${host}/${name}`.toLowerCase()),
    ),
  );
  return ({ host, repository }) => {
    const [owner] = repository.split('/');
    return [owner, repository].some(name =>
      allowed.has(`${host}/${name}`.toLowerCase()),
    );
  };
}
