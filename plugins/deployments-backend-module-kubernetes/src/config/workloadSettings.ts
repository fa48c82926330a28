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
    mode: z.enum(['rolling', 'slots']).default('rolling'),
    service: name.optional(),
    route: z
      .strictObject({
        name,
        regularExpressions: z.boolean().default(false),
      })
      .optional(),
    slotUrl: z
      .string()
      .max(2_000)
      .refine(value => /^https?:\/\/[^\s]+$/.test(value), {
        message: 'expected an address with http:// or https://',
      })
      .refine(value => value.includes('{slot}'), {
        message: 'expected an address that contains {slot}',
      })
      .optional(),
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
  })
  .superRefine(({ mode, kind, ...settings }, ctx) => {
    if (mode === 'slots' && kind !== 'Deployment') {
      ctx.addIssue({
        code: 'custom',
        path: ['mode'],
        message: `slots are Deployments, so they can't be used with kind ${kind}`,
      });
    }
    if (mode === 'slots') return;
    for (const key of ['service', 'route', 'slotUrl'] as const) {
      if (settings[key] === undefined) continue;
      ctx.addIssue({
        code: 'custom',
        path: [key],
        message: 'has no meaning without mode: slots',
      });
    }
  });

/** The names of the slots add two characters, and are values of a label. */
const LONGEST_SLOT_WORKLOAD = 61;

/** Where a service runs in an environment. */
export interface WorkloadSettings {
  /** Name of the cluster; absent if there is only one. */
  cluster?: string;
  namespace: string;
  workload: string;
  kind: 'Deployment' | 'StatefulSet' | 'Rollout';
  /** `rolling`: the workload's pods are replaced. `slots`: versions run next to each other in Deployments of their own. */
  mode: 'rolling' | 'slots';
  /** The Service that users reach, in mode `slots`. */
  stableService: string;
  /** The route of the Gateway API that splits traffic, in mode `slots`. */
  route?: {
    name: string;
    /** Whether its implementation matches headers by regular expressions, which cookies need. */
    regularExpressions: boolean;
  };
  /** URL at which one slot is reached, with `{slot}` for its name, in mode `slots`. */
  slotUrl?: string;
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

/** Reads how the target deploys; its defaults if the settings are invalid. Does not throw. */
export function readDeploymentMode(
  settings: JsonObject,
): Pick<WorkloadSettings, 'kind' | 'mode'> & { hasRoute: boolean } {
  const { success, data } = settingsSchema.safeParse(settings);
  return success
    ? { kind: data.kind, mode: data.mode, hasRoute: data.route !== undefined }
    : { kind: 'Deployment', mode: 'rolling', hasRoute: false };
}

/**
 * Reads which role the target needs.
 *
 * @throws InputError if the settings are invalid or have no namespace.
 */
export function readRoleOptions(
  settings: JsonObject,
): Pick<WorkloadSettings, 'namespace' | 'kind' | 'mode' | 'route'> {
  const parsed = parseConfigValue(settingsSchema, settings);
  if (!parsed.success) {
    throw new InputError(describeMistakes(parsed.mistakes).join('; '));
  }
  const { data } = parsed;
  if (!data.namespace) {
    throw new InputError('namespace: missing, because a role is for one');
  }
  const { namespace, kind, mode, route } = data;
  return { namespace, kind, mode, ...(route ? { route } : {}) };
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
  const workload =
    (parsed.success ? parsed.data.workload : undefined) ??
    parseEntityRef(serviceEnvironment.service).name.toLowerCase();
  if (
    parsed.success &&
    parsed.data.mode === 'slots' &&
    workload.length > LONGEST_SLOT_WORKLOAD
  ) {
    mistakes.push(
      `target.workload: ${workload} is too long for slots, at most ${LONGEST_SLOT_WORKLOAD} characters`,
    );
  }
  if (!parsed.success || !parsed.data.namespace || mistakes.length > 0) {
    throw createSettingsError(serviceEnvironment, mistakes);
  }
  const { cluster, namespace, container, containers, url, ...rest } =
    parsed.data;
  const chosen = container ? [container] : containers;
  return {
    ...(cluster ? { cluster } : {}),
    namespace,
    workload,
    kind: rest.kind,
    mode: rest.mode,
    stableService: rest.service ?? workload,
    ...(rest.route ? { route: rest.route } : {}),
    ...(rest.slotUrl ? { slotUrl: rest.slotUrl } : {}),
    ...(chosen ? { containers: chosen } : {}),
    initContainers: rest.initContainers,
    ...(url ? { url } : {}),
    failFast: rest.failFast,
    allowManaged: rest.allowManaged,
    requireConsent: rest.requireConsent,
  };
}
