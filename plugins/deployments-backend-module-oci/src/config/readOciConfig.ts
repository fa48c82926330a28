import type { Config } from '@backstage/config';
import {
  linearRegExp,
  type LinearRegExp,
} from '@slipway/backstage-plugin-deployments-common/regexp';
import { normalizeImage } from '@slipway/backstage-plugin-deployments-node';
import {
  createConfigError,
  createDurationSchema,
  parseConfig,
  type ConfigMistake,
} from '@slipway/backstage-plugin-deployments-node/config';
import { isLoopback } from '@slipway/backstage-plugin-deployments-node/http';
import { z } from 'zod';
import type { RegistryAccess } from '../registry/registryAccess';
import { findTemplateMistake } from './repositoryTemplate';

const ROOT = 'deployments.oci';
/** Semantic versions with three numbers, e.g. `1.4.2`, `v1.4.2-rc.1` or `2026.3.1`. Tags such as `1.4` usually move. */
const DEFAULT_MATCH = 'v?\\d+\\.\\d+\\.\\d+(?:[-._].+)?';
/** Where Docker Hub has its API. */
const DOCKER_HUB_API = 'registry-1.docker.io';

/** Which registries may be read, and where the versions of services are. */
export interface OciConfig {
  /** By host and port, as `normalizeImage` spells them. No other host is ever asked on behalf of a service. */
  registries: ReadonlyMap<string, RegistryAccess>;
  /** Template of the repository of services without an annotation; absent if they have none. */
  repository?: string;
  /** Matches the whole tag if it names a version. */
  match: LinearRegExp;
  /** How many versions are listed. */
  newest: number;
  /** How often repositories are read again. */
  refreshMs: number;
}

const text = z.string().min(1);

const repositoryPath = z
  .string()
  .regex(
    /^[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*$/,
    'expected the path of a repository or the start of it in whole segments, such as shop or shop/checkout',
  );

const registrySchema = z
  .strictObject({
    username: text.optional(),
    password: text.optional(),
    ca: text
      .refine(value => value.includes('-----BEGIN CERTIFICATE-----'), {
        message: 'expected certificates as PEM; read a file with { $file: … }',
      })
      .optional(),
    insecure: z.boolean().default(false),
    repositories: z
      .array(repositoryPath)
      .min(1, 'list at least one, or leave the key out to allow all')
      .optional(),
  })
  .superRefine(({ username, password }, ctx) => {
    if ((username === undefined) !== (password === undefined)) {
      ctx.addIssue({
        code: 'custom',
        message:
          'username and password belong together: set both, or neither to read without a login (is a ${VARIABLE} unset?)',
      });
    }
  });

const tagsSchema = z.strictObject({
  match: text.max(500).default(DEFAULT_MATCH),
  newest: z.number().int().min(1).max(500).default(50),
});

const configSchema = z.strictObject({
  registries: z.record(z.string(), registrySchema),
  repository: text
    .superRefine((value, ctx) => {
      const message = findTemplateMistake(value);
      if (message) ctx.addIssue({ code: 'custom', message });
    })
    .optional(),
  tags: tagsSchema.prefault({}),
  refresh: createDurationSchema({ min: '10s', max: '1h' }).prefault('1m'),
});

/**
 * Reads `deployments.oci`. Returns `undefined` if the key is absent: no registry is then read.
 *
 * @throws InputError that lists all mistakes with their config paths, without secrets.
 */
export function readOciConfig(config: Config): OciConfig | undefined {
  const parsed = parseConfig(config, ROOT, configSchema);
  if (!parsed) return undefined;
  const { registries, repository, tags, refresh } = parsed;

  const mistakes: ConfigMistake[] = [];
  const accesses = new Map<string, RegistryAccess>();
  const names = new Map<string, string>();
  for (const [name, registry] of Object.entries(registries)) {
    const host = readHost(name);
    const path = ['registries', name];
    const sameHost = host && names.get(host);
    if (!host) {
      mistakes.push({
        path,
        message:
          "expected a registry's host and port, such as registry.example.com or registry.example.com:5000",
      });
    } else if (sameHost) {
      // Otherwise one entry would replace the other, with its list of repositories.
      mistakes.push({
        path,
        message: `is the same host as ${sameHost}; list each host once`,
      });
    } else if (registry.insecure && !isLoopback(host)) {
      mistakes.push({
        path: [...path, 'insecure'],
        message:
          'plain HTTP is allowed for a loopback address only, because a password could be intercepted',
      });
    } else {
      names.set(host, name);
      accesses.set(host, toAccess(host, registry));
    }
  }
  const match = compile(tags.match, mistakes);
  if (mistakes.length > 0 || !match) throw createConfigError(ROOT, mistakes);
  return {
    registries: accesses,
    ...(repository ? { repository } : {}),
    match,
    newest: tags.newest,
    refreshMs: refresh,
  };
}

/** Spells a host as `normalizeImage` does, which also says whether it is one. */
function readHost(name: string): string | undefined {
  const image = normalizeImage(`${name}/x`);
  const host = image?.slice(0, image.indexOf('/'));
  const isSame = host === name.toLowerCase() || host === 'docker.io';
  return isSame ? host : undefined;
}

/** Tags are matched in linear time, so that no expression can block the backend. */
function compile(
  pattern: string,
  mistakes: ConfigMistake[],
): LinearRegExp | undefined {
  try {
    return linearRegExp(`^(?:${pattern})$`);
  } catch (error) {
    mistakes.push({
      path: ['tags', 'match'],
      message: `expected a regular expression: ${
        error instanceof Error ? error.message : String(error)
      }`,
    });
    return undefined;
  }
}

function toAccess(
  host: string,
  registry: z.infer<typeof registrySchema>,
): RegistryAccess {
  const { username, password, ca, insecure, repositories } = registry;
  const api = host === 'docker.io' ? DOCKER_HUB_API : host;
  return {
    host,
    url: `${insecure ? 'http' : 'https'}://${api}`,
    ...(username && password ? { login: { username, password } } : {}),
    ...(ca ? { ca } : {}),
    ...(repositories ? { repositories } : {}),
  };
}
