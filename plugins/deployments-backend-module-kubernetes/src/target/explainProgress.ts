import { formatWeight } from '@slipway/backstage-plugin-deployments-common';
import type {
  TargetProblem,
  TargetProblemCode,
  TargetProgress,
} from '@slipway/backstage-plugin-deployments-node';
import type { Pod, ReplicaSet, Workload } from '../client/kubernetesObjects';
import { VERSION } from '../rollout/annotations';
import {
  buildInstances,
  readGenerationId,
  selectPods,
} from '../rollout/buildInstances';
import type { PodProblem } from '../rollout/podProblem';
import { findMainContainer } from '../rollout/findMainContainer';
import { explainUnreadyPods, toProblems } from './explainWorkload';
import { findCurrentReplicaSet } from './findCurrentReplicaSet';
import type { WorkloadClient } from './workloadClient';

/**
 * Reports a rollout that is not complete: what is wrong, and whether it can still succeed.
 *
 * @param traffic - Who has the traffic, as a sentence. Default: the ready pods of the Deployment.
 */
export async function explainProgress(
  workload: WorkloadClient,
  deployment: Workload,
  assessment: {
    state: 'working' | 'stuck';
    message: string;
    problems: TargetProblem[];
  },
  report: Pick<TargetProgress, 'links' | 'pollAfterMs'>,
  traffic?: string,
): Promise<TargetProgress> {
  const pods = selectPods(deployment, await workload.listPods(deployment));
  const current = await findCurrentReplicaSet(workload, deployment);
  const own = pods.filter(
    pod => readGenerationId(deployment, pod) === current?.metadata.name,
  );
  const found = await explainUnreadyPods(workload, own);
  const problems = [...assessment.problems, ...toProblems(found)];
  const name = deployment.spec?.template?.metadata?.annotations?.[VERSION];
  const verdict = judge(workload, assessment, found);
  if (!verdict) {
    return {
      state: 'working',
      message: problems[0]
        ? `${assessment.message}. ${problems[0].message}`
        : assessment.message,
      problems,
      ...report,
    };
  }
  return {
    state: 'failed',
    code: verdict.code,
    retryable: verdict.retryable,
    message: [
      `${name ?? 'The new version'} did not come up: ${
        problems[0]?.message ?? assessment.message
      }`,
      traffic ?? describeTraffic(workload, deployment, pods, current),
    ]
      .filter(Boolean)
      .join(' '),
    problems:
      verdict.code === 'progress_deadline' && problems.length === 0
        ? [{ code: 'progress_deadline', message: assessment.message }]
        : problems,
    ...report,
  };
}

/** Whether the rollout has failed, and why; `undefined` if it can still succeed. */
function judge(
  workload: WorkloadClient,
  assessment: { state: 'working' | 'stuck'; problems: TargetProblem[] },
  found: readonly PodProblem[],
): { code: TargetProblemCode; retryable: boolean } | undefined {
  const final = found.find(({ isFinal }) => isFinal);
  if (final && (workload.settings.failFast || assessment.state === 'stuck')) {
    return { code: final.problem.code, retryable: final.retryable };
  }
  const refused = assessment.problems.find(
    ({ code }) => code === 'admission_denied',
  );
  if (refused && workload.settings.failFast) {
    return { code: refused.code, retryable: false };
  }
  if (assessment.state === 'working') return undefined;
  const [first] = [...assessment.problems, ...toProblems(found)];
  return {
    code: first?.code ?? 'progress_deadline',
    retryable: found[0]?.retryable ?? true,
  };
}

/** e.g. `0 of 2 pods are ready; 1.4.1 still takes all traffic.` */
function describeTraffic(
  workload: WorkloadClient,
  deployment: Workload,
  pods: readonly Pod[],
  current: ReplicaSet | undefined,
): string {
  const instances = buildInstances(
    deployment,
    pods,
    findMainContainer(deployment, workload.settings),
    undefined,
  );
  const serving = instances.filter(({ weight }) => weight > 0);
  const others = serving.filter(({ id }) => id !== current?.metadata.name);
  if (serving.length === 0) return 'No pod is ready.';
  return others.length === serving.length
    ? `${others
        .map(({ versionName }) => versionName)
        .join(', ')} still takes all traffic.`
    : `Ready pods: ${serving
        .map(
          ({ versionName, weight }) => `${versionName} ${formatWeight(weight)}`,
        )
        .join(', ')}.`;
}
