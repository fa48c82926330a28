import {
  EffectError,
  normalizeImage,
} from '@slipway/backstage-plugin-deployments-node';
import type { Workload } from '../client/kubernetesObjects';
import {
  ARTIFACT,
  CONSENT,
  REPLICAS,
  RESTART,
  ROLLOUT,
  VERSION,
} from './annotations';
import { formatConsent } from './checkConsent';
import { checkOwnImages } from './checkOwnImages';
import { checkPermitted } from './checkPermitted';
import {
  buildPatch,
  decideRepeated,
  readRemovedReplicas,
  toPastEffect,
  type ApplyBody,
  type EffectContext,
  type EffectDecision,
} from './effectDecision';
import { checkFence, hashKey } from './effectHistory';
import { describeLastChange } from './findLastChange';
import { findImage, readImage } from './readImage';
import { readRolloutRecord, type RolloutRecord } from './rolloutRecord';
import { selectContainers } from './selectContainers';
import {
  hasSameImages,
  isSameTemplate,
  readTemplateState,
  type TemplateState,
} from './templateState';

/**
 * Decides what to write to deploy a version: the image, and only that, of the chosen containers. Replicas are left alone,
 * because an autoscaler may own them, unless Slipway itself has removed the service.
 *
 * @param runningArtifacts - Other spellings of what runs, e.g. digests of a tag.
 * @throws FencedError, or EffectError if the workload must not be changed.
 */
export function decideApply(
  deployment: Workload,
  context: EffectContext,
  body: ApplyBody,
  runningArtifacts: readonly string[] = [],
): EffectDecision {
  const { metadata } = deployment;
  const { settings, fence, deploymentId } = context;
  checkFence(metadata, fence);
  const image = readImage(body.version);
  const current = readTemplateState(
    deployment,
    selectContainers(deployment, settings),
  );
  const stored = readRolloutRecord(metadata);
  const record = stored?.deployment === deploymentId ? stored : undefined;
  const template = planTemplate(current, image, context, body, stored);

  const effect = toPastEffect(context, 'apply', {
    image,
    restart: body.restart,
  });
  const repeated = decideRepeated(metadata, fence, effect, {
    // A restart's annotation contains the key, so planning it again gives the same template.
    template: record && !body.restart ? record.after : template,
    isRemoved: false,
  });
  if (repeated) return repeated;

  const warnings = checkPermitted(deployment, context);
  // Later attempts of a deployment, and its rollback, find what the first one has changed.
  if (record) checkOwnImages(deployment, record);
  else checkExpected(deployment, current, body, runningArtifacts);

  const removedReplicas = readRemovedReplicas(deployment);
  const next: RolloutRecord = {
    deployment: deploymentId,
    before: record?.before ?? current,
    wasRemoved: record?.wasRemoved ?? removedReplicas !== undefined,
    after: template,
  };
  return {
    warnings,
    outcome: { template, isRemoved: false },
    patch: buildPatch(deployment, fence, effect, {
      annotations: {
        [ROLLOUT]: JSON.stringify(next),
        [CONSENT]: formatConsent({
          service: context.service,
          environment: context.environment.name,
        }),
        ...(removedReplicas === undefined ? {} : { [REPLICAS]: null }),
      },
      ...(isSameTemplate(template, current) ? {} : { template }),
      ...(removedReplicas === undefined ? {} : { replicas: removedReplicas }),
    }),
  };
}

function planTemplate(
  current: TemplateState,
  image: string,
  context: EffectContext,
  { version, restart }: ApplyBody,
  stored: RolloutRecord | undefined,
): TemplateState {
  const setImage = (images: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(images).map(([name, now]) => [
        name,
        // The same image in another spelling would start all pods again.
        normalizeImage(now) === image ? now : image,
      ]),
    );
  const images = {
    containers: setImage(current.containers),
    initContainers: setImage(current.initContainers),
  };
  const unchanged = { ...images, annotations: current.annotations };
  if (restart) {
    return {
      ...images,
      annotations: {
        ...(hasSameImages(unchanged, current)
          ? current.annotations
          : toAnnotations(version)),
        [RESTART]: hashKey(context.idempotencyKey),
      },
    };
  }
  if (hasSameImages(unchanged, current)) return unchanged;
  const next = { ...images, annotations: toAnnotations(version) };
  // The way back leads to exactly the same template, so that Kubernetes reuses pods that still run.
  const isWayBack =
    stored !== undefined &&
    hasSameImages(next, stored.before) &&
    stored.before.annotations[VERSION] === version.name &&
    stored.before.annotations[ARTIFACT] === version.artifact;
  return isWayBack ? stored.before : next;
}

function toAnnotations({
  name,
  artifact,
}: ApplyBody['version']): TemplateState['annotations'] {
  return { [VERSION]: name, [ARTIFACT]: artifact, [RESTART]: null };
}

/**
 * Checks that what should be replaced is what runs.
 *
 * @param runningArtifacts - Other spellings of what runs, e.g. digests of a tag.
 * @throws EffectError `overtaken`.
 */
export function checkExpected(
  { metadata }: Workload,
  current: TemplateState,
  { expected }: Pick<ApplyBody, 'expected'>,
  runningArtifacts: readonly string[],
): void {
  if (expected === undefined) return;
  const wanted = [expected, normalizeImage(expected)];
  const images = Object.values(current.containers);
  const normalized = images.map(image => normalizeImage(image) ?? image);
  // Somebody who changes the image by hand leaves the annotation of the version before.
  const registered = current.annotations[ARTIFACT] ?? undefined;
  const isRegistered =
    registered !== undefined &&
    normalized.includes(findImage(registered) ?? registered);
  const running = [
    ...images,
    ...normalized,
    ...runningArtifacts,
    ...(isRegistered ? [registered] : []),
  ];
  if (wanted.some(it => it !== undefined && running.includes(it))) return;
  const who = describeLastChange(metadata);
  throw new EffectError(
    `${images.join(', ')} runs there now instead of ${expected}${
      who ? `: ${who} changed it` : ''
    }. Plan the deployment again, so that people see what it replaces.`,
    { code: 'overtaken', retryable: false },
  );
}
