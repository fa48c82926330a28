import {
  EffectError,
  type DeploymentTarget,
  type EffectRequest,
  type ServiceEnvironment,
  type TargetCapability,
} from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import {
  readDeploymentMode,
  readRoleOptions,
  readWorkloadSettings,
  validateWorkloadSettings,
} from '../config/workloadSettings';
import { renderRole } from '../rbac/renderRole';
import { checkFence } from '../rollout/effectHistory';
import type { ClusterPool } from './clusterPool';
import { deriveWorkloadSettings } from './deriveWorkloadSettings';
import { discoverWorkloads } from './discoverWorkloads';
import { finalizeRollout } from './rolling/finalizeRollout';
import { observeWorkload, observeWorkloads } from './observeWorkloads';
import { pollRollout } from './rolling/pollRollout';
import { observeSlots } from './slots/observeSlots';
import { pollSlots } from './slots/pollSlots';
import { openSlots } from './slots/slotsClient';
import {
  abortSlots,
  applyToSlot,
  cancelSlots,
  finalizeSlots,
  removeSlots,
  shiftTraffic,
} from './slots/slotsEffects';
import { openWorkload, type WorkloadClient } from './workloadClient';
import {
  abortDeployment,
  applyVersion,
  cancelRollout,
  removeWorkload,
} from './rolling/workloadEffects';

/**
 * Creates the target provider `kubernetes`. It deploys by changing the image of an existing Deployment or, in mode `slots`,
 * runs versions next to each other in Deployments that it creates.
 */
export function createKubernetesTarget(pool: ClusterPool): DeploymentTarget {
  return {
    id: 'kubernetes',
    capabilities: [
      'side-by-side',
      'weights',
      'match',
      'restart',
      'remove',
      'fence',
    ],
    getCapabilities,
    validateSettings: validateWorkloadSettings,
    deriveSettings: deriveWorkloadSettings,
    describePermissions: (settings, purpose) => ({
      language: 'yaml',
      text: renderRole({ ...readRoleOptions(settings), purpose }),
    }),
    observe: async request =>
      hasSlots(request)
        ? observeSlots(openSlots(pool, request))
        : observeWorkload(openWorkload(pool, request)),
    observeMany: (serviceEnvironments, { signal }) =>
      observeWorkloads(pool, serviceEnvironments, signal),
    discover: request => discoverWorkloads(pool, request),
    apply: async request =>
      hasSlots(request)
        ? applyToSlot(openSlots(pool, request), request)
        : applyVersion(openWorkload(pool, request), request),
    poll: async request =>
      hasSlots(request)
        ? pollSlots(openSlots(pool, request), request)
        : pollRollout(openWorkload(pool, request), request),
    setTraffic: async request =>
      hasSlots(request)
        ? shiftTraffic(openSlots(pool, request), request)
        : checkAllTraffic(openWorkload(pool, request), request),
    finalize: async request =>
      hasSlots(request)
        ? finalizeSlots(openSlots(pool, request), request)
        : finalizeRollout(openWorkload(pool, request), request),
    abort: async request =>
      hasSlots(request)
        ? abortSlots(openSlots(pool, request), request)
        : abortDeployment(openWorkload(pool, request), request),
    cancel: async request =>
      hasSlots(request)
        ? cancelSlots(openSlots(pool, request), request)
        : cancelRollout(openWorkload(pool, request), request),
    remove: async request =>
      hasSlots(request)
        ? removeSlots(openSlots(pool, request), request)
        : removeWorkload(openWorkload(pool, request), request),
  };
}

function getCapabilities(settings: JsonObject): TargetCapability[] {
  const { kind, mode, hasRoute } = readDeploymentMode(settings);
  // The other kinds can only be observed.
  if (kind !== 'Deployment') return [];
  return [
    ...(mode === 'slots' ? (['side-by-side'] as const) : []),
    ...(hasRoute ? (['weights', 'match'] as const) : []),
    'restart',
    'remove',
    'fence',
  ];
}

/** @throws EffectError `invalid_settings`. */
function hasSlots(serviceEnvironment: ServiceEnvironment): boolean {
  return readWorkloadSettings(serviceEnvironment).mode === 'slots';
}

/** A rolling update has already given the candidate all traffic. */
async function checkAllTraffic(
  workload: WorkloadClient,
  {
    fence,
    weight,
    routing,
  }: EffectRequest & { weight: number; routing?: unknown },
): Promise<void> {
  checkFence((await workload.read()).metadata, fence);
  if (weight === 100 && routing === undefined) return;
  throw new EffectError(
    'A rolling update gives the new version all traffic. Set "mode: slots" in the target\'s settings to shift traffic.',
    { code: 'unsupported', retryable: false, notSent: true },
  );
}
