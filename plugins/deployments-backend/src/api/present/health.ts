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
    ...judge(instances, current, figures),
    at: toTime(observation.at),
    successRate: figures?.successRate,
    p95Ms: figures?.p95Ms,
    requests: figures?.requests,
  };
}

/**
 * A place where this much fails is not well, whatever its instances say of themselves; what counts as good enough for a
 * deployment, its checks say.
 */
const FAILING_BELOW = 0.9;
/** Fewer requests say too little. */
const ENOUGH_REQUESTS = 20;

function judge(
  instances: ObservedInstance[],
  current: RunningVersion | undefined,
  figures: LiveFigures | undefined,
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
  const problem =
    notAnswering(serving) ?? notServed(serving) ?? failing(figures);
  return problem === undefined
    ? { status: 'healthy' }
    : { status: 'unhealthy', message: problem };
}

function notAnswering(serving: ObservedInstance[]): string | undefined {
  const count = serving.filter(({ ready }) => !ready).length;
  if (count === 0) return undefined;
  const noun = serving.length === 1 ? 'instance' : 'instances';
  const verb = count === 1 ? 'does' : 'do';
  return `${count} of ${serving.length} ${noun} with traffic ${verb} not answer`;
}

function notServed(serving: ObservedInstance[]): string | undefined {
  const served = serving.reduce((sum, { weight }) => sum + weight, 0);
  // Weights are rounded.
  return served < 99
    ? `Only ${Math.round(served)} % of the traffic goes to an instance`
    : undefined;
}

function failing(figures: LiveFigures | undefined): string | undefined {
  if (
    figures?.successRate === undefined ||
    figures.requests < ENOUGH_REQUESTS ||
    figures.successRate >= FAILING_BELOW
  ) {
    return undefined;
  }
  const percent = Math.round((1 - figures.successRate) * 100);
  return `${percent} % of ${figures.requests} requests failed in the last five minutes`;
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
