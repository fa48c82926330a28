import { setTimeout as sleep } from 'node:timers/promises';
import {
  EffectError,
  normalizeImage,
  type ApplyRequest,
  type EffectRequest,
  type ObservedInstance,
  type TargetHandle,
} from '@slipway/backstage-plugin-deployments-node';
import type { Workload } from '../../client/kubernetesObjects';
import { buildInstances } from '../../rollout/buildInstances';
import { decideAbort } from '../../rollout/decideAbort';
import { decideApply } from '../../rollout/decideApply';
import { decideRemove } from '../../rollout/decideRemove';
import { findMainContainer } from '../../rollout/findMainContainer';
import type { EffectContext } from '../../rollout/effectDecision';
import { pollRollout } from './pollRollout';
import { runEffect } from './runEffect';
import type { WorkloadClient } from '../workloadClient';

/** How long `cancel` waits until the previous version is back, in milliseconds. */
const CANCEL_WAIT_MS = 10_000;
const CANCEL_POLL_MS = 300;
/** Left of the deadline for the caller. */
const CANCEL_MARGIN_MS = 1_000;

/** Deploys a version. */
export async function applyVersion(
  workload: WorkloadClient,
  request: ApplyRequest,
): Promise<TargetHandle> {
  checkCanChange(workload);
  const context = toContext(workload, request);
  const body = {
    version: request.version,
    restart: request.restart === true,
    ...(request.expected === undefined ? {} : { expected: request.expected }),
  };
  const handle = await runEffect(workload, request, 'apply', async current => {
    try {
      return decideApply(current, context, body);
    } catch (error) {
      const isOtherSpelling =
        error instanceof EffectError &&
        error.code === 'overtaken' &&
        request.expected !== undefined;
      if (!isOtherSpelling) throw error;
      // What was observed may be the digest of a tag, which only the nodes know.
      const pods = await workload.listPods(current);
      const running = buildInstances(
        current,
        pods,
        findMainContainer(current, workload.settings),
        undefined,
      );
      return decideApply(
        current,
        context,
        body,
        listSpellings(current, running),
      );
    }
  });
  if (!handle) throw new Error('An apply always has an outcome');
  return handle;
}

/** Lists all spellings of the images of the pod template. Pods of earlier templates may still be stopping. */
function listSpellings(
  { spec }: Workload,
  instances: readonly ObservedInstance[],
): string[] {
  const images = (spec?.template?.spec?.containers ?? []).map(
    ({ image = '' }) => normalizeImage(image) ?? image,
  );
  return instances
    .map(({ artifact, aliases = [] }) => [artifact, ...aliases])
    .filter(spellings => spellings.some(it => images.includes(it)))
    .flat();
}

/** Restores what ran before the deployment. */
export async function abortDeployment(
  workload: WorkloadClient,
  request: EffectRequest,
): Promise<TargetHandle | undefined> {
  checkCanChange(workload);
  const context = toContext(workload, request);
  return runEffect(workload, request, 'abort', current =>
    decideAbort(current, context),
  );
}

/** Stops all pods. */
export async function removeWorkload(
  workload: WorkloadClient,
  request: EffectRequest,
): Promise<TargetHandle | undefined> {
  checkCanChange(workload);
  const autoscaler = await workload.findAutoscaler();
  const scaledObject =
    autoscaler?.metadata.labels?.['scaledobject.keda.sh/name'] ??
    autoscaler?.metadata.ownerReferences?.find(
      ({ kind }) => kind === 'ScaledObject',
    )?.name;
  if (scaledObject !== undefined) {
    throw new EffectError(
      `KEDA's ScaledObject ${scaledObject} owns the replicas of ${workload.settings.workload} and would start it again. Pause or delete the ScaledObject first.`,
      { code: 'managed_elsewhere', retryable: false, notSent: true },
    );
  }
  if (autoscaler) {
    request.log(
      `The autoscaler ${autoscaler.metadata.name} does nothing while ${workload.settings.workload} has no replicas, and takes over again with the next deployment`,
      'warn',
    );
  }
  const context = toContext(workload, request);
  return runEffect(workload, request, 'remove', current =>
    decideRemove(current, context),
  );
}

/** Undoes an apply and waits a moment for it to take effect. */
export async function cancelRollout(
  workload: WorkloadClient,
  request: EffectRequest,
): Promise<'cancelled' | 'unknown'> {
  const handle = await abortDeployment(workload, request);
  if (!handle) return 'cancelled';
  const end = Math.min(
    Date.now() + CANCEL_WAIT_MS,
    request.deadline - CANCEL_MARGIN_MS,
  );
  while (Date.now() < end && !request.signal.aborted) {
    const { state } = await pollRollout(workload, { ...request, handle });
    if (state === 'done') return 'cancelled';
    if (state === 'failed') return 'unknown';
    await sleep(CANCEL_POLL_MS);
  }
  return 'unknown';
}

function checkCanChange({ settings }: WorkloadClient): void {
  if (settings.kind === 'Deployment') return;
  throw new EffectError(
    `Slipway can't deploy to a ${settings.kind} yet, only observe it. Deploy ${settings.workload} as before, or set "kind: Deployment" if it is one.`,
    { code: 'unsupported', retryable: false, notSent: true },
  );
}

function toContext(
  { settings }: WorkloadClient,
  request: EffectRequest,
): EffectContext {
  const { service, environment, deploymentId, idempotencyKey, fence } = request;
  return {
    service,
    environment,
    deploymentId,
    idempotencyKey,
    fence,
    settings,
  };
}
