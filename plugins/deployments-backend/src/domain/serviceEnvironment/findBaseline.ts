import type {
  Instance,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import type { Observation } from '@slipway/backstage-plugin-deployments-node';
import type { StoredServiceEnvironment } from '../model/serviceEnvironment';
import { mainInstance, runsArtifact } from './observedVersions';

/** Finds the version that is running before the deployment changes anything. */
export function findBaseline(
  serviceEnvironment: StoredServiceEnvironment,
  observation: Observation | undefined,
): { version: VersionSummary; instance?: Instance } | undefined {
  const main = observation && mainInstance(observation);
  const current = serviceEnvironment.current?.version;
  if (!main) {
    // Without an observation, the stored version is the best guess. A blocker reports that the observation is missing.
    return observation || !current ? undefined : { version: current };
  }
  const { id, artifact, versionName, url } = main;
  return {
    version:
      current && runsArtifact(main, current.artifact)
        ? current
        : { id: artifact, name: versionName, artifact },
    instance: { id, artifact, versionName, ...(url ? { url } : {}) },
  };
}
