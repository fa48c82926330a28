import type { EnvironmentState } from '@slipway/backstage-plugin-deployments-common';
import type {
  Observation,
  ObservedInstance,
} from '@slipway/backstage-plugin-deployments-node';
import type { RunningVersion } from '../../engine/service';
import type { LiveFigures } from '../live/livePlace';
import { toTime } from './time';

/** Whether what should run answers, as the target sees it. Without an observation nobody knows. */
export function presentHealth(facts: {
  current?: RunningVersion;
  observation?: Observation;
  figures?: LiveFigures;
}): EnvironmentState['health'] {
  const { current, observation, figures } = facts;
  if (!observation) {
    return current
      ? { status: 'unknown', message: 'The target has not said what runs' }
      : { status: 'not_deployed' };
  }
  const { instances } = observation;
  if (instances.length === 0 && !current) return { status: 'not_deployed' };
  return {
    ...judge(instances, current),
    at: toTime(observation.at),
    successRate: figures?.successRate,
    p95Ms: figures?.p95Ms,
    requests: figures?.requests,
  };
}

function judge(
  instances: ObservedInstance[],
  current: RunningVersion | undefined,
): Pick<EnvironmentState['health'], 'status' | 'message'> {
  if (instances.length === 0) {
    return {
      status: 'unhealthy',
      message: `Nothing runs, though ${current?.version.name} should`,
    };
  }
  const serving = instances.filter(({ weight }) => weight > 0);
  if (serving.length === 0) {
    return { status: 'unhealthy', message: 'No instance gets traffic' };
  }
  const notReady = serving.filter(({ ready }) => !ready).length;
  return notReady > 0
    ? {
        status: 'unhealthy',
        message: `${notReady} of ${serving.length} ${
          serving.length === 1 ? 'instance' : 'instances'
        } with traffic ${notReady === 1 ? 'does' : 'do'} not answer`,
      }
    : { status: 'healthy' };
}

/** Who gets how much traffic, the largest share first. */
export function presentTraffic(
  observation: Observation | undefined,
): EnvironmentState['traffic'] {
  const byArtifact = new Map<string, EnvironmentState['traffic'][number]>();
  for (const { artifact, versionName, weight } of observation?.instances ??
    []) {
    if (weight <= 0) continue;
    const known = byArtifact.get(artifact);
    if (known) known.weight += weight;
    else byArtifact.set(artifact, { artifact, versionName, weight });
  }
  return [...byArtifact.values()].sort((a, b) => b.weight - a.weight);
}
