import type { Evidence } from '../evidence';
import type { Rule, Violation } from '../rules';
import { begun } from './effects';
import { ENDINGS } from './ending';

const getName = (serviceEnvironment: {
  service: string;
  environment: string;
}) => `${serviceEnvironment.service} in ${serviceEnvironment.environment}`;

function grouped<T>(items: T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

/** When each deployment had its environment, by place, in order. */
function tenures({ deployments, events }: Evidence) {
  return grouped(
    deployments.flatMap(deployment => {
      const all = events[deployment.id] ?? [];
      const start = all.find(({ type }) => type === 'started');
      const end = all.find(({ type }) => ENDINGS.has(type));
      return start
        ? [
            {
              id: deployment.id,
              serviceEnvironment: getName(deployment),
              from: start.at,
              to: end?.at ?? Infinity,
            },
          ]
        : [];
    }),
    ({ serviceEnvironment }) => serviceEnvironment,
  );
}

export const onePerServiceEnvironment: Rule = {
  id: 'one-per-place',
  says: 'At any time at most one deployment is active in a service’s environment, by events and by effects.',
  check(evidence) {
    const violations: Violation[] = [];
    for (const [serviceEnvironment, all] of tenures(evidence)) {
      const sorted = all.sort((a, b) => a.from - b.from || a.to - b.to);
      sorted.forEach((tenure, index) => {
        const before = sorted[index - 1];
        if (before && tenure.from < before.to) {
          violations.push({
            message: `Deployment ${
              tenure.id
            } started in ${serviceEnvironment} ${
              before.to - tenure.from
            } ms before ${before.id} had ended`,
          });
        }
      });
    }
    for (const [serviceEnvironment, all] of grouped(
      begun(evidence.effects),
      getName,
    )) {
      const over = new Set<string>();
      let current: string | undefined;
      for (const { deploymentId, n, kind } of all) {
        if (deploymentId !== current) {
          if (over.has(deploymentId)) {
            violations.push({
              message: `Deployment ${deploymentId} did ${kind} in ${serviceEnvironment} (log ${n}) after ${current} had begun there`,
            });
          }
          if (current !== undefined) {
            over.add(current);
          }
          current = deploymentId;
        }
      }
    }
    for (const {
      lockOwner,
      ...serviceEnvironment
    } of evidence.serviceEnvironments) {
      const deployment = evidence.deployments.find(
        ({ id }) => id === lockOwner,
      );
      const last = deployment && evidence.events[deployment.id]?.at(-1);
      if (deployment && last && ENDINGS.has(last.type)) {
        violations.push({
          message: `Deployment ${lockOwner} has ended and still holds ${getName(
            serviceEnvironment,
          )}`,
        });
      }
    }
    return violations;
  },
};

export const fencesRise: Rule = {
  id: 'fences-rise',
  says: 'No effect begins under a lower fence after a higher one, and every owner has a fence of its own.',
  check(evidence) {
    const violations: Violation[] = [];
    for (const [serviceEnvironment, all] of grouped(
      begun(evidence.effects),
      getName,
    )) {
      let highest = 0;
      for (const { fence, n, kind, key, pid } of all) {
        if (fence < highest) {
          violations.push({
            message: `In ${serviceEnvironment}, ${kind} ${key} of process ${pid} began under fence ${fence} after ${highest} (log ${n})`,
          });
        }
        highest = Math.max(highest, fence);
      }
    }
    const granted = evidence.deployments.flatMap(deployment =>
      (evidence.events[deployment.id] ?? []).flatMap(event =>
        event.type === 'started' || event.type === 'claimed'
          ? [
              {
                serviceEnvironment: getName(deployment),
                fence: event.fence,
                event,
                deployment,
              },
            ]
          : [],
      ),
    );
    for (const [serviceEnvironment, all] of grouped(
      granted,
      it => it.serviceEnvironment,
    )) {
      const seen = new Map<number, string>();
      for (const { fence, deployment, event } of all) {
        const name = `event ${event.seq} of ${deployment.id}`;
        const other = seen.get(fence);
        if (other !== undefined) {
          violations.push({
            message: `Fence ${fence} of ${serviceEnvironment} was given twice: ${other} and ${name}`,
          });
        }
        seen.set(fence, name);
      }
    }
    return violations;
  },
};

export const portalKnowsWhatRuns: Rule = {
  id: 'portal-knows-what-runs',
  says: 'After a deployment that succeeded or was rolled back, what the portal says runs is what really runs.',
  check(evidence) {
    const violations: Violation[] = [];
    for (const [serviceEnvironment, all] of tenures(evidence)) {
      const last = all
        .filter(
          ({ id }) =>
            evidence.deployments.find(it => it.id === id)?.state.touched,
        )
        .sort((a, b) => a.to - b.to)
        .at(-1);
      const deployment = evidence.deployments.find(({ id }) => id === last?.id);
      const isCertain =
        deployment?.status === 'succeeded' ||
        deployment?.status === 'rolled_back';
      if (!deployment || !isCertain) {
        continue;
      }
      const { current } =
        evidence.serviceEnvironments.find(
          it => getName(it) === serviceEnvironment,
        ) ?? {};
      const serving = (
        evidence.world.find(it => getName(it) === serviceEnvironment)
          ?.instances ?? []
      )
        .filter(({ weight }) => weight > 0)
        .map(({ artifact }) => artifact);
      const expected = current === undefined ? [] : [current];
      if (JSON.stringify([...new Set(serving)]) !== JSON.stringify(expected)) {
        violations.push({
          message: `In ${serviceEnvironment} the portal says ${
            current ?? 'nothing'
          } runs, really it is ${
            serving.join(' and ') || 'nothing'
          }; the last was ${deployment.id}, ${deployment.status}`,
        });
      }
    }
    return violations;
  },
};
