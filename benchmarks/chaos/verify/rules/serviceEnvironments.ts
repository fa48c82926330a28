import type { Evidence } from '../evidence';
import type { Rule, Violation } from '../rule';
import { findStartedEffects } from './effects';
import { ENDINGS } from './ending';

const formatName = (ref: { service: string; environment: string }) =>
  `${ref.service} in ${ref.environment}`;

function groupBy<T>(items: T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

/** Finds when each deployment owned its service environment, by name. */
function findOwnerships({ deployments, events }: Evidence) {
  return groupBy(
    deployments.flatMap(deployment => {
      const all = events[deployment.id] ?? [];
      const start = all.find(({ type }) => type === 'started');
      const end = all.find(({ type }) => ENDINGS.has(type));
      return start
        ? [
            {
              id: deployment.id,
              name: formatName(deployment),
              from: start.at,
              to: end?.at ?? Infinity,
            },
          ]
        : [];
    }),
    ({ name }) => name,
  );
}

export const oneActiveDeployment: Rule = {
  id: 'one-active-deployment',
  says: 'At most one deployment is active in a service environment at any time, according to events and effects.',
  check(evidence) {
    const violations: Violation[] = [];
    for (const [name, all] of findOwnerships(evidence)) {
      const sorted = all.sort((a, b) => a.from - b.from || a.to - b.to);
      sorted.forEach((ownership, index) => {
        const before = sorted[index - 1];
        if (before && ownership.from < before.to) {
          violations.push({
            message: `Deployment ${ownership.id} started in ${name} ${
              before.to - ownership.from
            } ms before ${before.id} had ended`,
          });
        }
      });
    }
    for (const [name, all] of groupBy(
      findStartedEffects(evidence.effects),
      formatName,
    )) {
      const over = new Set<string>();
      let current: string | undefined;
      for (const { deploymentId, n, kind } of all) {
        if (deploymentId !== current) {
          if (over.has(deploymentId)) {
            violations.push({
              message: `Deployment ${deploymentId} did ${kind} in ${name} (log ${n}) after ${current} had findStartedEffects there`,
            });
          }
          if (current !== undefined) {
            over.add(current);
          }
          current = deploymentId;
        }
      }
    }
    for (const { owner, ...ref } of evidence.serviceEnvironments) {
      const deployment = evidence.deployments.find(({ id }) => id === owner);
      const last = deployment && evidence.events[deployment.id]?.at(-1);
      if (deployment && last && ENDINGS.has(last.type)) {
        violations.push({
          message: `Deployment ${owner} has ended and still owns ${formatName(
            ref,
          )}`,
        });
      }
    }
    return violations;
  },
};

export const fencesRise: Rule = {
  id: 'fences-rise',
  says: 'No effect starts under a lower fence after a higher one, and no two owners have the same fence.',
  check(evidence) {
    const violations: Violation[] = [];
    for (const [name, all] of groupBy(
      findStartedEffects(evidence.effects),
      formatName,
    )) {
      let highest = 0;
      for (const { fence, n, kind, key, pid } of all) {
        if (fence < highest) {
          violations.push({
            message: `In ${name}, ${kind} ${key} of process ${pid} started under fence ${fence} after ${highest} (log ${n})`,
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
                name: formatName(deployment),
                fence: event.fence,
                event,
                deployment,
              },
            ]
          : [],
      ),
    );
    for (const [name, all] of groupBy(granted, it => it.name)) {
      const seen = new Map<number, string>();
      for (const { fence, deployment, event } of all) {
        const grant = `event ${event.seq} of ${deployment.id}`;
        const other = seen.get(fence);
        if (other !== undefined) {
          violations.push({
            message: `Fence ${fence} of ${name} was given twice: ${other} and ${grant}`,
          });
        }
        seen.set(fence, grant);
      }
    }
    return violations;
  },
};

export const portalKnowsWhatRuns: Rule = {
  id: 'portal-knows-what-runs',
  says: 'After a deployment that succeeded or was rolled back, the portal shows the version that actually runs.',
  check(evidence) {
    const violations: Violation[] = [];
    for (const [name, all] of findOwnerships(evidence)) {
      const last = all
        .filter(
          ({ id }) =>
            evidence.deployments.find(it => it.id === id)?.state.mayHaveChanged,
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
        evidence.serviceEnvironments.find(it => formatName(it) === name) ?? {};
      const serving = (
        evidence.world.find(it => formatName(it) === name)?.instances ?? []
      )
        .filter(({ weight }) => weight > 0)
        .map(({ artifact }) => artifact);
      const expected = current === undefined ? [] : [current];
      if (JSON.stringify([...new Set(serving)]) !== JSON.stringify(expected)) {
        violations.push({
          message: `In ${name} the portal says ${
            current ?? 'nothing'
          } runs, but actually it is ${
            serving.join(' and ') || 'nothing'
          }; the last deployment was ${deployment.id}, ${deployment.status}`,
        });
      }
    }
    return violations;
  },
};
