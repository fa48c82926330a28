import type { TargetProblem } from '@slipway/backstage-plugin-deployments-node';
import type { Pod } from '../client/kubernetesObjects';
import { isReady } from '../rollout/buildInstances';
import { explainPods } from '../rollout/explainPods';
import type { PodProblem } from '../rollout/podProblem';
import type { WorkloadClient } from './workloadClient';

/** How many problems are listed, and how many of them with a log. */
const LISTED = 5;
const WITH_LOG = 2;

/** Explains why pods aren't ready, with the ends of their logs. Reads nothing if all are ready. */
export async function explainUnreadyPods(
  workload: WorkloadClient,
  pods: readonly Pod[],
): Promise<PodProblem[]> {
  const unready = pods.filter(pod => !isReady(pod));
  if (unready.length === 0) return [];
  const problems = explainPods(unready, await workload.listWarnings());
  return Promise.all(
    problems.slice(0, LISTED).map(async (found, index) => {
      if (!found.log || index >= WITH_LOG) return found;
      const logTail = await workload.readLogTail(found.log);
      return logTail.length > 0
        ? { ...found, problem: { ...found.problem, logTail } }
        : found;
    }),
  );
}

/** Returns the problems without what only this package needs. */
export function toProblems(found: readonly PodProblem[]): TargetProblem[] {
  return found.map(({ problem }) => problem);
}
