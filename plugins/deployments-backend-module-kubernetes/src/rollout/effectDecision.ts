import type {
  EffectRequest,
  TargetVersion,
} from '@slipway/backstage-plugin-deployments-node';
import type { ObjectMeta, Workload } from '../client/kubernetesObjects';
import type { WorkloadSettings } from '../config/workloadSettings';
import {
  findEffect,
  hashBody,
  hashKey,
  readFence,
  rememberEffect,
  type EffectKind,
  type PastEffect,
} from './effectHistory';
import { FENCE, REPLICAS } from './annotations';
import { toTemplatePatch, type TemplateState } from './templateState';

/** What an effect needs to know. */
export interface EffectContext
  extends Pick<
    EffectRequest,
    'service' | 'environment' | 'deploymentId' | 'idempotencyKey' | 'fence'
  > {
  settings: WorkloadSettings;
}

/** A strategic merge patch that is rejected if the workload has changed since it was read. */
export interface WorkloadPatch {
  metadata: {
    resourceVersion?: string;
    annotations: Record<string, string | null>;
  };
  spec?: { replicas?: number; template?: Record<string, unknown> };
}

/** What a workload should look like after an effect. */
export interface EffectOutcome {
  /** The pod template; absent if the effect does not change it. */
  template?: TemplateState;
  /** Whether no pods should be left. */
  isRemoved: boolean;
}

/** What has to be written for an effect. */
export interface EffectDecision {
  /** Absent if nothing has to be written. */
  patch?: WorkloadPatch;
  /** Absent if there is nothing to wait for. */
  outcome?: EffectOutcome;
  /** For the step's log. */
  warnings: string[];
}

/** A version to deploy. */
export interface ApplyBody {
  version: TargetVersion;
  restart: boolean;
  /** The artifact that should be running. */
  expected?: string;
}

/** The effect as the workload remembers it. */
export function toPastEffect(
  { idempotencyKey, deploymentId }: EffectContext,
  kind: EffectKind,
  body: unknown,
): PastEffect {
  return {
    key: hashKey(idempotencyKey),
    body: hashBody(body),
    kind,
    deployment: deploymentId,
  };
}

/**
 * Decides about an effect whose key the workload remembers: only a higher fence has to be written, so that the earlier owner
 * can't write any more. Returns `undefined` if the effect is new.
 *
 * @throws EffectError `key_reused`.
 */
export function decideRepeated(
  metadata: ObjectMeta,
  fence: number,
  effect: PastEffect,
  outcome: EffectOutcome | undefined,
): EffectDecision | undefined {
  if (!findEffect(metadata, effect)) return undefined;
  return {
    warnings: [],
    ...(outcome ? { outcome } : {}),
    ...(readFence(metadata) < fence
      ? { patch: toPatch(metadata, { [FENCE]: String(fence) }) }
      : {}),
  };
}

/** Builds the patch of a new effect. */
export function buildPatch(
  { metadata, spec }: Workload,
  fence: number,
  effect: PastEffect,
  change: {
    annotations?: Record<string, string | null>;
    template?: TemplateState;
    replicas?: number;
  },
): WorkloadPatch {
  const { template, replicas } = change;
  return {
    ...toPatch(metadata, {
      ...rememberEffect(metadata, fence, effect),
      ...change.annotations,
    }),
    ...(template || replicas !== undefined
      ? {
          spec: {
            ...(replicas === undefined ? {} : { replicas }),
            ...(template
              ? {
                  template: toTemplatePatch(
                    template,
                    spec?.template?.metadata?.annotations,
                  ),
                }
              : {}),
          },
        }
      : {}),
  };
}

function toPatch(
  { resourceVersion }: ObjectMeta,
  annotations: Record<string, string | null>,
): WorkloadPatch {
  return {
    metadata: {
      ...(resourceVersion ? { resourceVersion } : {}),
      annotations,
    },
  };
}

/** Reads how many replicas a service had when it was removed; `undefined` if it is not removed. */
export function readRemovedReplicas({
  metadata,
  spec,
}: Workload): number | undefined {
  if (spec?.replicas !== 0) return undefined;
  const replicas = Number(metadata.annotations?.[REPLICAS]);
  return Number.isSafeInteger(replicas) && replicas > 0 ? replicas : undefined;
}
