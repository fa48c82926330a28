import type { Instance } from '@slipway/backstage-plugin-deployments-common';
import type {
  Observation,
  TargetProblem,
  Unready,
} from '@slipway/backstage-plugin-deployments-node';
import { describeRestarts } from '../state/restartHistory';
import {
  listActive,
  type InstanceRecord,
  type ServiceEnvironmentState,
} from '../state/serviceEnvironmentState';
import { hasEnoughReady } from './availability';

/**
 * Reports all instances that have processes, and which of those with traffic lack some. A fresh baseline is reported as a
 * part of the baseline: for users, both are one version.
 *
 * @param options - `countReady` probes how many replicas of an instance serve requests, `describeUnready` says what is known
 *   of the others.
 */
export async function observeInstances(
  { instances, rollingTo }: Readonly<ServiceEnvironmentState>,
  options: {
    host: string;
    countReady(instance: InstanceRecord): Promise<number>;
    describeUnready(instances: readonly InstanceRecord[]): Unready | undefined;
  },
): Promise<Pick<Observation, 'instances' | 'problems'>> {
  const freshBaseline = instances.find(({ role }) => role === 'fresh-baseline');
  // A rolling deployment has stopped all processes of a baseline that could still be restored.
  const running = instances.filter(
    instance => instance !== freshBaseline && instance.replicas.length > 0,
  );
  const problems: TargetProblem[] = [];
  const observed = await Promise.all(
    running.map(async instance => {
      const { versionName, role } = instance;
      const all =
        role === 'baseline' && freshBaseline
          ? [instance, freshBaseline]
          : [instance];
      const weight = addWeights(all);
      // Without traffic, a fresh baseline makes no difference to users.
      const needed = all.filter(one => one === instance || one.weight > 0);
      const ready = await Promise.all(needed.map(options.countReady));
      const active = sum(needed.map(one => listActive(one).length));
      const isReady = needed.every((one, index) =>
        hasEnoughReady(one, ready[index] ?? 0),
      );
      const unready = sum(ready) < active && options.describeUnready(needed);
      const isDown = unready && unready.state === 'confirmed';
      if (rollingTo === undefined && weight > 0 && isDown) {
        problems.push({
          code: 'other',
          message: `${sum(
            ready,
          )} of ${active} instances of ${versionName} are ready`,
        });
      }
      const restarts = describeRestarts(
        all.flatMap(({ replicas }) => replicas),
        Date.now(),
      );
      return {
        ...toInstance(instance, options.host),
        artifact: instance.artifact,
        versionName,
        weight,
        ready: isReady,
        ...(!isReady && unready && { unready }),
        since: Math.max(
          ...instance.replicas.map(
            ({ startedAt }) => startedAt ?? instance.since,
          ),
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

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Percent, without the error of adding fractions. */
function addWeights(instances: readonly InstanceRecord[]): number {
  return Number(sum(instances.map(({ weight }) => weight)).toFixed(6));
}
