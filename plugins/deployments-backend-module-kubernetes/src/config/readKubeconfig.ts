import { readFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { InputError } from '@backstage/errors';
import { parse } from 'yaml';
import { z } from 'zod';
import {
  describeMistakes,
  parseConfigValue,
} from '@slipway/backstage-plugin-deployments-node/config';
import type { ClusterAccess } from './clusterConnection';
import { findServerMistake } from './kubernetesConfigSchema';

/** This machine lacks what the configuration names. */
export class NotHereError extends InputError {}

/** An entry of a list in a kubeconfig. */
interface Named<TValue> {
  name: string;
  value: TValue;
}

/** A list of `{ name, [key]: value }`. */
function named<TSchema extends z.ZodType>(key: string, schema: TSchema) {
  return z
    .array(z.looseObject({ name: z.string() }))
    .default([])
    .transform((entries, ctx): Named<z.infer<TSchema>>[] =>
      entries.flatMap(entry => {
        const { success, data } = schema.safeParse(entry[key]);
        if (success) return [{ name: entry.name, value: data }];
        ctx.addIssue({
          code: 'custom',
          message: `the ${key} of "${entry.name}" is incomplete`,
        });
        return [];
      }),
    );
}

const kubeconfigSchema = z.object({
  'current-context': z.string().optional(),
  contexts: named(
    'context',
    z.object({ cluster: z.string(), user: z.string() }),
  ),
  clusters: named(
    'cluster',
    z.object({
      server: z.string(),
      'certificate-authority': z.string().optional(),
      'certificate-authority-data': z.string().optional(),
      'insecure-skip-tls-verify': z.boolean().optional(),
    }),
  ),
  users: named(
    'user',
    z.object({
      token: z.string().optional(),
      tokenFile: z.string().optional(),
      'client-certificate': z.string().optional(),
      'client-certificate-data': z.string().optional(),
      'client-key': z.string().optional(),
      'client-key-data': z.string().optional(),
      exec: z.unknown().optional(),
      'auth-provider': z.unknown().optional(),
      username: z.unknown().optional(),
    }),
  ),
});

/** One context of a kubeconfig file. */
export interface Kubeconfig {
  url: string;
  skipTLSVerify: boolean;
  /** Reads the files that the context names, relative to the kubeconfig's folder. */
  loadAccess(): Promise<ClusterAccess>;
}

/**
 * Reads one context of a file in the format of `kubectl`. Supported are tokens, token files and client certificates.
 *
 * @param context - Default: the file's current context.
 * @throws InputError that says what is wrong, without any value of the file.
 */
export function readKubeconfig(path: string, context?: string): Kubeconfig {
  const file = parseKubeconfig(path);
  const contextName = context ?? file['current-context'];
  if (!contextName) {
    throw new InputError(`${path} has no current context: name one`);
  }
  const { cluster: clusterName, user: userName } = find(
    path,
    file.contexts,
    'context',
    contextName,
  );
  const cluster = find(path, file.clusters, 'cluster', clusterName);
  const user = find(path, file.users, 'user', userName);
  const mistake = findServerMistake(cluster.server);
  if (mistake) {
    throw new InputError(
      `${path}: the server of cluster "${clusterName}" ${mistake}`,
    );
  }
  if (user.exec || user['auth-provider'] || user.username) {
    throw new InputError(
      `${path}: user "${userName}" gets its credential from a program or a password, which isn't supported. ` +
        'Create a service account and use its token.',
    );
  }
  const fromFolder = (name: string) => resolve(dirname(path), name);
  const load = async (data: string | undefined, name: string | undefined) => {
    if (data) return Buffer.from(data, 'base64').toString('utf8');
    return name ? readFile(fromFolder(name), 'utf8') : undefined;
  };
  return {
    url: cluster.server,
    skipTLSVerify: cluster['insecure-skip-tls-verify'] ?? false,
    async loadAccess() {
      const [ca, certificate, key, token] = await Promise.all([
        load(
          cluster['certificate-authority-data'],
          cluster['certificate-authority'],
        ),
        load(user['client-certificate-data'], user['client-certificate']),
        load(user['client-key-data'], user['client-key']),
        // As kubectl does, the file overrides the value.
        user.tokenFile
          ? readFile(fromFolder(user.tokenFile), 'utf8')
          : user.token,
      ]);
      return {
        ...(ca ? { ca } : {}),
        ...(certificate ? { certificate } : {}),
        ...(key ? { key } : {}),
        ...(token ? { token: token.trim() } : {}),
      };
    },
  };
}

function parseKubeconfig(path: string) {
  let content: unknown;
  try {
    content = parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    // The parser's message quotes the file, which contains secrets.
    throw code
      ? new NotHereError(`${path} can't be read (${code})`)
      : new InputError(`${path} isn't valid YAML`);
  }
  const parsed = parseConfigValue(kubeconfigSchema, content, {
    mayHaveVariables: false,
  });
  if (!parsed.success) {
    throw new InputError(
      `${path} isn't a kubeconfig: ${describeMistakes(parsed.mistakes).join(
        '; ',
      )}`,
    );
  }
  return parsed.data;
}

function find<TValue>(
  path: string,
  entries: readonly Named<TValue>[],
  kind: string,
  name: string,
): TValue {
  const found = entries.find(entry => entry.name === name);
  if (!found) {
    throw new InputError(`${path} has no ${kind} "${name}"`);
  }
  return found.value;
}
