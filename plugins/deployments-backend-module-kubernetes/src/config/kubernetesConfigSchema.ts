import { createDurationSchema } from '@slipway/backstage-plugin-deployments-node/config';
import { findUrlMistake } from '@slipway/backstage-plugin-deployments-node/http';
import { z } from 'zod';

const text = z.string().min(1);

/** Says why the address of an API server can't be used; `undefined` if it can. */
export function findServerMistake(address: string): string | undefined {
  return findUrlMistake(address, { credentialKeys: 'token or tokenFile' });
}

const address = text.superRefine((value, ctx) => {
  const message = findServerMistake(value);
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
