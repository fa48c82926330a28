import { parseEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import type { ServiceEnvironment } from '@slipway/backstage-plugin-deployments-node';
import {
  createSettingsError,
  describeMistakes,
  parseConfigValue,
} from '@slipway/backstage-plugin-deployments-node/config';
import type { JsonObject } from '@backstage/types';
import { z } from 'zod';

const name = z
  .string()
  .max(253)
  .regex(
    /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/,
    'expected a name of Kubernetes: lower case letters, digits, "-" and "."',
  );
const containerName = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'expected a container name');

const settingsSchema = z
  .strictObject({
    cluster: z.string().min(1).max(200).optional(),
    namespace: name.optional(),
    workload: name.optional(),
    /** Slipway deploys to a Deployment. The other kinds can only be observed. */
    kind: z
      .enum(['Deployment', 'StatefulSet', 'Rollout'])
      .default('Deployment'),
    mode: z.enum(['rolling']).default('rolling'),
    container: containerName.optional(),
    containers: z.array(containerName).min(1).max(20).optional(),
    initContainers: z.array(containerName).max(20).default([]),
    url: z
      .string()
      .max(2_000)
      .refine(value => /^https?:\/\/[^\s]+$/.test(value), {
        message: 'expected an address with http:// or https://',
      })
      .optional(),
    failFast: z.boolean().default(true),
    allowManaged: z.boolean().default(false),
    requireConsent: z.boolean().default(true),
  })
  .refine(({ container, containers }) => !(container && containers), {
    path: ['containers'],
    message: 'use either container or containers',
  });

/** Where a service runs in an environment. */
export interface WorkloadSettings {
  /** Name of the cluster; absent if there is only one. */
  cluster?: string;
  namespace: string;
  workload: string;
  kind: 'Deployment' | 'StatefulSet' | 'Rollout';
  /** Containers that get the version's image; absent to choose one. */
  containers?: string[];
  initContainers: string[];
  /** Stable URL of the service. */
  url?: string;
  /** Whether a rollout that can't succeed fails before the deadline of the Deployment. */
  failFast: boolean;
  /** Whether to change a workload that a GitOps tool manages. */
  allowManaged: boolean;
  /** Whether the workload must name the service environment in its annotation. */
  requireConsent: boolean;
}

/** Lists what is wrong with the settings, one sentence each, starting with the key; empty if they are valid. */
export function validateWorkloadSettings(settings: JsonObject): string[] {
  const parsed = parseConfigValue(settingsSchema, settings);
  return parsed.success ? [] : describeMistakes(parsed.mistakes);
}

/** Reads the kind of the workload; `Deployment` if the settings are invalid. Does not throw. */
export function readWorkloadKind(
  settings: JsonObject,
): WorkloadSettings['kind'] {
  const parsed = settingsSchema.safeParse(settings);
  return parsed.success ? parsed.data.kind : 'Deployment';
}

/**
 * Reads which role the target needs.
 *
 * @throws InputError if the settings are invalid or have no namespace.
 */
export function readRoleOptions(
  settings: JsonObject,
): Pick<WorkloadSettings, 'namespace' | 'kind'> {
  const parsed = parseConfigValue(settingsSchema, settings);
  if (!parsed.success) {
    throw new InputError(describeMistakes(parsed.mistakes).join('; '));
  }
  const { data } = parsed;
  if (!data.namespace) {
    throw new InputError('namespace: missing, because a role is for one');
  }
  return { namespace: data.namespace, kind: data.kind };
}

/**
 * Reads the settings of a service in an environment. The workload's default is the service's name.
 *
 * @throws EffectError `invalid_settings` that lists all mistakes.
 */
export function readWorkloadSettings(
  serviceEnvironment: Pick<
    ServiceEnvironment,
    'service' | 'settings' | 'environment'
  >,
): WorkloadSettings {
  const parsed = parseConfigValue(settingsSchema, serviceEnvironment.settings);
  const mistakes = parsed.success
    ? []
    : describeMistakes(parsed.mistakes, 'target');
  if (parsed.success && !parsed.data.namespace) {
    mistakes.push(
      'target.namespace: missing. Set it in the environment, or let services set it with the annotation backstage.io/kubernetes-namespace.',
    );
  }
  if (!parsed.success || !parsed.data.namespace) {
    throw createSettingsError(serviceEnvironment, mistakes);
  }
  const { cluster, namespace, workload, container, containers, url, ...rest } =
    parsed.data;
  const chosen = container ? [container] : containers;
  return {
    ...(cluster ? { cluster } : {}),
    namespace,
    workload:
      workload ?? parseEntityRef(serviceEnvironment.service).name.toLowerCase(),
    kind: rest.kind,
    ...(chosen ? { containers: chosen } : {}),
    initContainers: rest.initContainers,
    ...(url ? { url } : {}),
    failFast: rest.failFast,
    allowManaged: rest.allowManaged,
    requireConsent: rest.requireConsent,
  };
}
