import type {
  EffectRequest,
  TargetHandle,
  TargetProgress,
} from '@slipway/backstage-plugin-deployments-node';
import type { Workload } from '../../client/kubernetesObjects';
import { assessRollout } from '../../rollout/assessRollout';
import { checkFence, readHistory } from '../../rollout/effectHistory';
import { describeLastChange } from '../../rollout/findLastChange';
import { findMainContainer } from '../../rollout/findMainContainer';
import { identifyVersion } from '../../rollout/identifyVersion';
import {
  hasSameImages,
  listContainers,
  readTemplateState,
} from '../../rollout/templateState';
import { readHandle, type EffectInProgress } from '../effectHandle';
import { explainProgress } from '../explainProgress';
import { findCurrentReplicaSet } from '../findCurrentReplicaSet';
import { formatDashboardLinks } from '../formatDashboardLinks';
import { reportErrors } from '../reportErrors';
import type { WorkloadClient } from '../workloadClient';

/** A rollout is polled often while somebody probably watches it. */
const SOON_MS = 1_000;
const LATER_MS = 4_000;
const SOON_FOR_MS = 60_000;

/**
 * Reports how far an effect has come. While the cluster does not respond, the rollout continues without us, so that is
 * reported as a problem of an effect in progress, and not as its failure.
 *
 * @throws FencedError
 */
export async function pollRollout(
  workload: WorkloadClient,
  request: EffectRequest & { handle: TargetHandle },
): Promise<TargetProgress> {
  const effect = readHandle(request.handle);
  return reportErrors(() => poll(workload, request, effect));
}

async function poll(
  workload: WorkloadClient,
  { fence }: EffectRequest,
  effect: EffectInProgress,
): Promise<TargetProgress> {
  const deployment = await workload.read();
  checkFence(deployment.metadata, fence);
  const replaced = findReplacement(deployment, effect);
  if (replaced) return replaced;

  const report = {
    links: formatDashboardLinks(workload, deployment),
    pollAfterMs:
      Date.now() - effect.startedAt < SOON_FOR_MS ? SOON_MS : LATER_MS,
  };
  const assessment = assessRollout(deployment, effect.staleDeadline);
  switch (assessment.state) {
    case 'paused':
      return effect.isRemoved
        ? reportRemoval(deployment, report)
        : {
            state: 'waiting',
            message: assessment.message,
            ...report,
            problems: [
              { code: 'paused_elsewhere', message: assessment.message },
            ],
          };
    case 'complete':
      if (effect.isRemoved) return reportRemoval(deployment, report);
      return effect.kind === 'apply'
        ? reportReady(workload, deployment, assessment.replicas, report)
        : { state: 'done', ...report };
    case 'working':
    case 'stuck':
      if (effect.isRemoved) return reportRemoval(deployment, report);
      return explainProgress(workload, deployment, assessment, report);
    default: {
      const unknown: never = assessment;
      throw new Error(`Unknown assessment ${JSON.stringify(unknown)}`);
    }
  }
}

type Report = Pick<TargetProgress, 'links' | 'pollAfterMs'>;

/** Another object, or another image than ours: somebody has changed it. */
function findReplacement(
  deployment: Workload,
  effect: EffectInProgress,
): TargetProgress | undefined {
  const { metadata } = deployment;
  if (metadata.uid !== effect.uid) {
    return {
      state: 'failed',
      code: 'not_found',
      message: `Deployment ${metadata.name} was deleted and created again during the rollout. Deploy again.`,
      retryable: false,
    };
  }
  const history = readHistory(metadata);
  const position = history.findIndex(({ key }) => key === effect.key);
  const own = history[position];
  const later = own
    ? history
        .slice(position + 1)
        .find(
          ({ kind, deployment: other }) =>
            other === own.deployment && kind === 'abort',
        )
    : undefined;
  if (effect.kind === 'apply' && later) {
    return {
      state: 'failed',
      code: 'cancelled',
      message: 'The rollout was cancelled, and the previous image restored',
      retryable: false,
    };
  }
  if (!effect.template) return undefined;
  const current = readTemplateState(
    deployment,
    listContainers(effect.template),
  );
  if (hasSameImages(current, effect.template)) return undefined;
  const who = describeLastChange(metadata);
  const message = `Somebody deployed ${Object.values(current.containers).join(
    ', ',
  )} meanwhile${who ? `: ${who} changed it` : ''}.`;
  return {
    state: 'failed',
    code: 'overtaken',
    message,
    retryable: false,
    problems: [
      { code: 'overtaken', message, object: `deployment/${metadata.name}` },
    ],
  };
}

function reportRemoval(
  { spec, status }: Workload,
  report: Report,
): TargetProgress {
  if ((spec?.replicas ?? 1) > 0) {
    const message = 'Somebody started it again meanwhile.';
    return {
      state: 'failed',
      code: 'overtaken',
      message,
      retryable: false,
      problems: [{ code: 'overtaken', message }],
    };
  }
  const left = status?.replicas ?? 0;
  return left === 0
    ? { state: 'done', ...report }
    : {
        state: 'working',
        message: `Waiting until ${
          left === 1 ? '1 pod has' : `${left} pods have`
        } ended`,
        ...report,
      };
}

async function reportReady(
  workload: WorkloadClient,
  deployment: Workload,
  replicas: number,
  report: Report,
): Promise<TargetProgress> {
  const current = await findCurrentReplicaSet(workload, deployment);
  if (!current) {
    return {
      state: 'working',
      message: 'Waiting until Kubernetes has created the pods',
      ...report,
    };
  }
  const { url } = workload.settings;
  const { artifact, versionName } = identifyVersion(
    deployment.spec?.template ?? {},
    findMainContainer(deployment, workload.settings),
  );
  return {
    state: 'ready',
    candidate: {
      id: current.metadata.name,
      artifact,
      versionName,
      ...(url ? { url } : {}),
    },
    ...report,
    message:
      replicas === 0
        ? 'It has no replicas, so nothing runs until somebody or an autoscaler starts some'
        : `${replicas} of ${replicas} pods are ready`,
  };
}
