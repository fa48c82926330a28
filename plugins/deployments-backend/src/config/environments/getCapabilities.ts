import type {
  DeploymentTarget,
  TargetCapability,
} from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';

/**
 * Returns what a target can do with these settings; nothing if no installed module provides it. A target can't gain by its
 * settings what it does not list for all of them.
 */
export function getCapabilities(
  target: DeploymentTarget | undefined,
  settings: JsonObject,
): TargetCapability[] {
  if (!target) {
    return [];
  }
  const narrowed = target.getCapabilities?.(settings);
  return target.capabilities.filter(
    capability => narrowed?.includes(capability) ?? true,
  );
}
