import type { DeploymentTarget } from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import type { Snapshot } from '../../domain/deployment/snapshot';

/** The provider that reads what runs, and its settings for a service in an environment. */
export interface Observer {
  target: DeploymentTarget;
  settings: JsonObject;
}

/**
 * Returns who reads what runs in the service environment of a deployment: the provider of the environment's `observe` if the
 * plan has one, else the target. Returns `undefined` if no installed module provides it any more.
 *
 * @param settings - The target's settings instead of those of the plan, e.g. those of another version.
 */
export function selectObserver(
  targets: ReadonlyMap<string, DeploymentTarget>,
  snapshot: Pick<Snapshot, 'target' | 'observe'>,
  settings: JsonObject = snapshot.target.settings,
): Observer | undefined {
  const { observe } = snapshot;
  const target = targets.get((observe ?? snapshot.target).provider);
  return target && { target, settings: observe?.settings ?? settings };
}
