import { isIP } from 'node:net';
import { createDurationSchema } from '@slipway/backstage-plugin-deployments-node/config';
import { z } from 'zod';

const text = z.string().min(1);

const isLoopback = (host: string) =>
  host === 'localhost' ||
  host === '[::1]' ||
  (isIP(host) === 4 && host.startsWith('127.'));

/** Checks the address of an API server. Over plain HTTP, a token could be read on its way. */
export function findUrlMistake(value: string): string | undefined {
  if (!URL.canParse(value)) return 'expected the address of an API server';
  const url = new URL(value);
  if (url.username || url.password) {
    return 'must not contain a user name or password';
  }
  if (url.protocol === 'https:') return undefined;
  return url.protocol === 'http:' && isLoopback(url.hostname)
    ? undefined
    : 'must start with https:// (http:// is allowed for a loopback address only)';
}

const address = text.superRefine((value, ctx) => {
  const message = findUrlMistake(value);
  if (message) ctx.addIssue({ code: 'custom', message });
});

const webPage = text.refine(value => /^https?:\/\/[^\s]+$/.test(value), {
  message: 'expected an address with http:// or https://',
});

const clusterSchema = z
  .strictObject({
    url: address.optional(),
    caData: text.optional(),
    caFile: text.optional(),
    skipTLSVerify: z.boolean().optional(),
    token: text.optional(),
    tokenFile: text.optional(),
    kubeconfig: text.optional(),
    context: text.optional(),
    inCluster: z.boolean().default(false),
    credentials: z.enum(['own', 'shared']).default('own'),
    dashboardUrl: webPage.optional(),
    requestTimeout: createDurationSchema({ min: '1s', max: '1h' }).default(
      10_000,
    ),
  })
  .superRefine((cluster, ctx) => {
    const direct = [
      'url',
      'caData',
      'caFile',
      'skipTLSVerify',
      'token',
      'tokenFile',
    ] as const;
    const sources = [
      ...(cluster.inCluster ? ['inCluster'] : []),
      ...(cluster.kubeconfig ? ['kubeconfig'] : []),
      ...direct.filter(key => cluster[key] !== undefined).slice(0, 1),
    ];
    if (sources.length > 1) {
      ctx.addIssue({
        code: 'custom',
        message: `${sources.join(
          ' and ',
        )} exclude each other: say in one way how to reach the cluster`,
      });
    }
    for (const [one, other] of [
      ['token', 'tokenFile'],
      ['caData', 'caFile'],
    ] as const) {
      if (cluster[one] !== undefined && cluster[other] !== undefined) {
        ctx.addIssue({
          code: 'custom',
          path: [other],
          message: `use either ${one} or ${other}`,
        });
      }
    }
    if (cluster.context !== undefined && !cluster.kubeconfig) {
      ctx.addIssue({
        code: 'custom',
        path: ['context'],
        message: 'has no meaning without kubeconfig',
      });
    }
  });

/** Schema of `deployments.kubernetes`, with defaults. Durations are parsed into milliseconds. */
export const kubernetesConfigSchema = z.strictObject({
  clusters: z.record(z.string().min(1).max(200), clusterSchema).default({}),
});

export type ClusterConfig = z.infer<typeof clusterSchema>;

/**
 * What is read of a cluster of Backstage's Kubernetes plugin. Other keys belong to that plugin, which also checks its
 * configuration.
 */
export const pluginClusterSchema = z.object({
  name: text,
  url: text,
  caData: text.optional(),
  caFile: text.optional(),
  skipTLSVerify: z.boolean().optional(),
  serviceAccountToken: text.optional(),
  dashboardUrl: text.optional(),
});

export type PluginCluster = z.infer<typeof pluginClusterSchema>;
