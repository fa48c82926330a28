import {
  EffectError,
  normalizeImage,
} from '@slipway/backstage-plugin-deployments-node';
import type { Workload } from '../client/kubernetesObjects';
import { ARTIFACT, REPLICAS, RESTART, VERSION } from '../rollout/annotations';
import { assessRollout, readStaleDeadline } from '../rollout/assessRollout';
import { buildInstances } from '../rollout/buildInstances';
import { checkExpected } from '../rollout/decideApply';
import type { ApplyBody, EffectContext } from '../rollout/effectDecision';
import { hashKey } from '../rollout/effectHistory';
import { findMainContainer } from '../rollout/findMainContainer';
import { readImage } from '../rollout/readImage';
import { selectContainers } from '../rollout/selectContainers';
import {
  readTemplateState,
  type TemplateState,
} from '../rollout/templateState';
import { PREPARED } from './slotDeployment';
import type { SlotsSnapshot } from './slotObjects';
import { chooseIdleSlot, findActiveSlot, findServingHash } from './slotState';
import { readGoal, type SlotsGoal } from './slotsRecord';

/**
 * Plans the start of a version in the idle slot, next to what runs. If the version already runs, nothing is started.
 *
 * @throws EffectError if something else runs than expected, or the workload doesn't fit.
 */
export function planApply(
  snapshot: SlotsSnapshot,
  context: EffectContext,
  { version, restart, expected }: ApplyBody,
): SlotsGoal {
  const { workload, record } = snapshot;
  const image = readImage(version);
  const chosen = selectContainers(workload, context.settings);
  const earlier = readGoal(record);
  const isOwn = earlier?.deployment === context.deploymentId;
  const active = findActiveSlot(snapshot);
  const running = active && snapshot[active];
  // Later attempts of a deployment, and its rollback, find what the first one has changed.
  if (running && !isOwn && expected !== undefined) {
    const container = findMainContainer(workload, context.settings);
    checkExpected(
      running,
      readTemplateState(running, chosen),
      { expected },
      buildInstances(running, snapshot.pods, container, undefined).flatMap(
        ({ artifact, aliases = [] }) => [artifact, ...aliases],
      ),
    );
  }
  const key = hashKey(context.idempotencyKey);
  const isRunning =
    !restart && running !== undefined && hasImage(running, chosen, image);
  const shared = {
    deployment: context.deploymentId,
    effect: key,
    apply: key,
    state: 'candidate' as const,
    weight: 0,
    match: [],
  };
  if (active && running && isRunning) {
    return {
      ...shared,
      candidate: active,
      isUnchanged: true,
      template: readTemplateState(running, chosen),
      replicas: running.spec?.replicas ?? 1,
      baselineReplicas: 0,
    };
  }
  if (active === 'workload') checkSettled(snapshot);
  const candidate = chooseIdleSlot(active);
  const idle = snapshot[candidate];
  const replicas =
    running?.spec?.replicas ?? (running ? 1 : readReplicas(workload, earlier));
  const staleDeadline = idle && readStaleDeadline(idle);
  return {
    ...shared,
    ...(active ? { baseline: active } : {}),
    candidate,
    isUnchanged: false,
    template: buildTemplate(workload, chosen, image, version, {
      ...(restart ? { restart: key } : {}),
    }),
    replicas,
    baselineReplicas: running ? replicas : 0,
    ...(staleDeadline ? { staleDeadline } : {}),
  };
}

/** Whether somebody has deployed something else to the candidate's slot than the goal says. */
export function findReplacement(
  snapshot: SlotsSnapshot,
  { candidate, template, apply, isUnchanged }: SlotsGoal,
): string | undefined {
  const deployment = snapshot[candidate];
  const isPrepared =
    isUnchanged || deployment?.metadata.annotations?.[PREPARED] === apply;
  if (!deployment || !isPrepared) return undefined;
  const now = readTemplateState(deployment, {
    containers: Object.keys(template.containers),
    initContainers: Object.keys(template.initContainers),
  });
  const images = Object.entries(template.containers);
  return images.every(([name, image]) => now.containers[name] === image)
    ? undefined
    : Object.values(now.containers).join(', ');
}

function hasImage(
  deployment: Workload,
  chosen: Parameters<typeof readTemplateState>[1],
  image: string,
): boolean {
  const { containers, initContainers } = readTemplateState(deployment, chosen);
  const images = [
    ...Object.values(containers),
    ...Object.values(initContainers),
  ];
  return (
    images.length > 0 && images.every(now => normalizeImage(now) === image)
  );
}

/** The pods of a workload that is still rolling out have no label in common that other slots lack. */
function checkSettled(snapshot: SlotsSnapshot): void {
  const { workload } = snapshot;
  const isSettled =
    assessRollout(workload).state !== 'working' &&
    findServingHash(snapshot) !== undefined;
  if (isSettled) return;
  throw new EffectError(
    `Deployment ${workload.metadata.name} is rolling out a change of its own. The first deployment to a slot starts when it has finished.`,
    { code: 'not_ready', retryable: true },
  );
}

/** How many pods a service gets that doesn't run. */
function readReplicas(
  { metadata, spec }: Workload,
  earlier: SlotsGoal | undefined,
): number {
  const removed = Number(metadata.annotations?.[REPLICAS]);
  return (
    [earlier?.replicas, removed, spec?.replicas].find(
      count => count !== undefined && Number.isSafeInteger(count) && count > 0,
    ) ?? 1
  );
}

function buildTemplate(
  workload: Workload,
  chosen: Parameters<typeof readTemplateState>[1],
  image: string,
  { name, artifact }: ApplyBody['version'],
  { restart }: { restart?: string },
): TemplateState {
  const current = readTemplateState(workload, chosen);
  const setImage = (images: Record<string, string>) =>
    Object.fromEntries(Object.keys(images).map(key => [key, image]));
  return {
    containers: setImage(current.containers),
    initContainers: setImage(current.initContainers),
    annotations: {
      [VERSION]: name,
      [ARTIFACT]: artifact,
      [RESTART]: restart ?? null,
    },
  };
}
