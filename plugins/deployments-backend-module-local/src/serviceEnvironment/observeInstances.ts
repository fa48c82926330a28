import type { Instance } from '@slipway/backstage-plugin-deployments-common';
import type {
  Observation,
  TargetProblem,
} from '@slipway/backstage-plugin-deployments-node';
import { describeRestarts } from '../state/restartHistory';
import {
  listActive,
  type InstanceRecord,
  type ServiceEnvironmentState,
} from '../state/serviceEnvironmentState';
import { hasEnoughReady } from './availability';

/**
 * Reports all instances that have processes, and which of those with traffic lack some.
 *
 * @param options - `countReady` probes how many replicas of an instance serve requests.
 */
export async function observeInstances(
  { instances, rollingTo }: Readonly<ServiceEnvironmentState>,
  options: {
    host: string;
    countReady(instance: InstanceRecord): Promise<number>;
  },
): Promise<Pick<Observation, 'instances' | 'problems'>> {
  // A rolling deployment has stopped all processes of a baseline that could still be restored.
  const running = instances.filter(({ replicas }) => replicas.length > 0);
  const problems: TargetProblem[] = [];
  const observed = await Promise.all(
    running.map(async instance => {
      const { versionName, replicas, weight } = instance;
      const ready = await options.countReady(instance);
      const active = listActive(instance).length;
      if (rollingTo === undefined && weight > 0 && ready < active) {
        problems.push({
          code: 'other',
          message: `${ready} of ${active} instances of ${versionName} are ready`,
        });
      }
      const restarts = describeRestarts(replicas, Date.now());
      return {
        ...toInstance(instance, options.host),
        artifact: instance.artifact,
        versionName,
        weight,
        ready: hasEnoughReady(instance, ready),
        since: Math.max(
          ...replicas.map(({ startedAt }) => startedAt ?? instance.since),
        ),
        ...(restarts && { restarts }),
      };
    }),
  );
  return { instances: observed, ...(problems.length > 0 && { problems }) };
}

/** Converts a record to what the contract calls an instance. Its URL is that of its first process. */
export function toInstance(instance: InstanceRecord, host: string): Instance {
  const { id, artifact, versionName } = instance;
  const port = listActive(instance)[0]?.port;
  const url = port === undefined ? undefined : `http://${host}:${port}`;
  return { id, artifact, versionName, url };
}
