import type { Observation } from '@slipway/backstage-plugin-deployments-node';
import { runsArtifact, servingInstances } from './observedVersions';

/**
 * Finds when a version that should not be running started: the earliest start of its instances with traffic, in epoch
 * milliseconds. Returns `undefined` if only the expected version is running, or nothing. Pure.
 *
 * @param expected - the artifact that should be running; absent if nothing should
 */
export function findDriftStart(
  observed: Observation,
  expected: string | undefined,
): number | undefined {
  const starts = servingInstances(observed)
    .filter(instance => !runsArtifact(instance, expected))
    .map(({ since }) => since);
  return starts.length > 0 ? Math.min(...starts) : undefined;
}
