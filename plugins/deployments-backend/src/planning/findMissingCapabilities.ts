import { parseWithSchema } from '@slipway/backstage-plugin-deployments-node/config';
import { getCapabilities } from '../config/environments/getCapabilities';
import type { ProviderRegistry } from '../config/schema/providerRegistry';
import type { Snapshot } from '../domain/deployment/snapshot';

/**
 * Finds the steps that need more than the target can do with the settings of this service, each as a sentence. The golden path
 * was validated with the environment's settings, which the service's may narrow.
 */
export function findMissingCapabilities(
  { targets, stepKinds }: Pick<ProviderRegistry, 'targets' | 'stepKinds'>,
  { target, steps, environment }: Snapshot,
): string[] {
  const can = getCapabilities(targets.get(target.provider), target.settings);
  return steps.flatMap(step => {
    const kind = stepKinds.get(step.use);
    const settings = kind && parseWithSchema(kind.schema, step.with);
    if (step.skipped !== undefined || !kind?.requires || !settings?.success) {
      return [];
    }
    const missing = kind
      .requires(settings.data)
      .filter(capability => !can.includes(capability));
    return missing.length > 0
      ? [
          `Step "${step.title}" needs ${missing.join(
            ' and ',
          )}, which the target ${
            target.provider
          } does not support with the settings of this service in ${
            environment.name
          } (it supports: ${can.join(', ') || 'none of these capabilities'})`,
        ]
      : [];
  });
}
