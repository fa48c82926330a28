import type { ServiceEnvironment } from '@slipway/backstage-plugin-deployments-node';
import {
  createSettingsError,
  describeMistakes,
  parseConfigValue,
} from '@slipway/backstage-plugin-deployments-node/config';
import type { JsonObject } from '@backstage/types';
import { z } from 'zod';
import {
  correlation,
  gitReference,
  hostName,
  repositoryName,
  workflowFile,
  workflowInputTemplates,
} from './workflowShape';

const DEFAULT_HOST = 'github.com';

const settingsSchema = z
  .strictObject({
    repository: repositoryName.optional(),
    host: hostName.optional(),
    // Only `deriveSettings` sets it: the value of an annotation is never an object.
    source: z
      .strictObject(
        { host: hostName, repository: repositoryName },
        "is derived from where the catalog read the service, so it can't be set",
      )
      .optional(),
    workflow: workflowFile.optional(),
    ref: gitReference.optional(),
    inputs: workflowInputTemplates.default({}),
    correlate: correlation.default('run-name'),
    onAbort: z.enum(['redeploy', 'nothing']).optional(),
    remove: z
      .strictObject({
        workflow: workflowFile.optional(),
        inputs: workflowInputTemplates.default({}),
      })
      .optional(),
    url: z
      .string()
      .max(2_000)
      .refine(value => /^https?:\/\/[^\s]+$/.test(value), {
        message: 'expected an address with http:// or https://',
      })
      .optional(),
  })
  .superRefine(({ correlate, onAbort, host, repository, source }, ctx) => {
    if (correlate === 'none' && onAbort === 'redeploy') {
      ctx.addIssue({
        code: 'custom',
        path: ['onAbort'],
        message:
          'redeploy needs "correlate: run-name", because only the names of runs show which version was the previous one',
      });
    }
    if (host !== undefined && repository === undefined && source) {
      ctx.addIssue({
        code: 'custom',
        path: ['host'],
        message: 'has no effect without repository',
      });
    }
  });

const parseSettings = (settings: JsonObject) =>
  parseConfigValue(settingsSchema, settings, { neverSuggested: ['source'] });

/** A workflow, and how to run it. */
export interface WorkflowCall {
  /** Name of the file. */
  workflow: string;
  /** Values may contain `{…}`. */
  inputs: Record<string, string>;
}

/** How a service is deployed to an environment. */
export interface WorkflowSettings {
  host: string;
  /** `owner/name`. */
  repository: string;
  deploy: WorkflowCall;
  /** Absent if nothing can stop the service. */
  remove?: WorkflowCall;
  /** Branch or tag whose workflow runs; absent for the default branch. */
  ref?: string;
  correlate: z.infer<typeof correlation>;
  onAbort: 'redeploy' | 'nothing';
  /** Stable URL of the service. */
  url?: string;
}

/** Lists what is wrong with settings of the target, one sentence each. Does not throw. */
export function validateWorkflowSettings(settings: JsonObject): string[] {
  const parsed = parseSettings(settings);
  return parsed.success ? [] : describeMistakes(parsed.mistakes);
}

/** Whether a service with these settings can be stopped. Does not throw. */
export function canRemove(settings: JsonObject): boolean {
  return settingsSchema.safeParse(settings).data?.remove !== undefined;
}

/**
 * Reads where the workflows of a service in an environment are.
 *
 * @throws EffectError `invalid_settings` that lists all mistakes.
 */
export function readRepositorySettings(
  serviceEnvironment: Pick<
    ServiceEnvironment,
    'service' | 'settings' | 'environment'
  >,
): Omit<WorkflowSettings, 'deploy' | 'remove'> & {
  workflow?: string;
  inputs: Record<string, string>;
  remove?: { workflow?: string; inputs: Record<string, string> };
} {
  const parsed = parseSettings(serviceEnvironment.settings);
  if (!parsed.success) {
    throw createSettingsError(
      serviceEnvironment,
      describeMistakes(parsed.mistakes),
    );
  }
  const { data } = parsed;
  const repository = data.repository ?? data.source?.repository;
  if (!repository) {
    throw createSettingsError(serviceEnvironment, [
      'repository: missing. Write it into the environment, or let services use their own repository with "annotations: [source]".',
    ]);
  }
  const own = data.repository === undefined ? data.source : data;
  const { ref, workflow, inputs, remove, correlate, url } = data;
  return {
    host: own?.host ?? DEFAULT_HOST,
    repository,
    ...(workflow === undefined ? {} : { workflow }),
    inputs,
    ...(remove
      ? {
          remove: {
            inputs: remove.inputs,
            ...(remove.workflow ? { workflow: remove.workflow } : {}),
          },
        }
      : {}),
    ...(ref === undefined ? {} : { ref }),
    correlate,
    onAbort:
      data.onAbort ?? (correlate === 'run-name' ? 'redeploy' : 'nothing'),
    ...(url === undefined ? {} : { url }),
  };
}

/**
 * Reads how a service is deployed to an environment.
 *
 * @throws EffectError `invalid_settings` that lists all mistakes.
 */
export function readWorkflowSettings(
  request: Pick<ServiceEnvironment, 'service' | 'settings' | 'environment'>,
): WorkflowSettings {
  const { workflow, inputs, remove, ...rest } = readRepositorySettings(request);
  if (!workflow) {
    throw createSettingsError(request, [
      'workflow: missing. Write the name of the file in .github/workflows that deploys, such as deploy.yml.',
    ]);
  }
  return {
    ...rest,
    deploy: { workflow, inputs },
    ...(remove
      ? {
          remove: {
            workflow: remove.workflow ?? workflow,
            inputs: remove.inputs,
          },
        }
      : {}),
  };
}
