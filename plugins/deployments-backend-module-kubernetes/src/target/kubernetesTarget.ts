import type { DeploymentTarget } from '@slipway/backstage-plugin-deployments-node';
import {
  readRoleOptions,
  readWorkloadKind,
  validateWorkloadSettings,
} from '../config/workloadSettings';
import { renderRole } from '../rbac/renderRole';
import type { ClusterPool } from './clusterPool';
import { deriveWorkloadSettings } from './deriveWorkloadSettings';
import { discoverWorkloads } from './discoverWorkloads';
import { finalizeRollout } from './finalizeRollout';
import { observeWorkload, observeWorkloads } from './observeWorkloads';
import { pollRollout } from './pollRollout';
import { openWorkload } from './workloadClient';
import {
  abortDeployment,
  applyVersion,
  cancelRollout,
  removeWorkload,
} from './workloadEffects';

/** Creates the target provider `kubernetes`, which deploys by changing the image of an existing Deployment. */
export function createKubernetesTarget(pool: ClusterPool): DeploymentTarget {
  return {
    id: 'kubernetes',
    capabilities: ['restart', 'remove', 'fence'],
    // The other kinds can only be observed.
    getCapabilities: settings =>
      readWorkloadKind(settings) === 'Deployment'
        ? ['restart', 'remove', 'fence']
        : [],
    validateSettings: validateWorkloadSettings,
    deriveSettings: deriveWorkloadSettings,
    describePermissions: (settings, purpose) => ({
      language: 'yaml',
      text: renderRole({ ...readRoleOptions(settings), purpose }),
    }),
    observe: async request => observeWorkload(openWorkload(pool, request)),
    observeMany: (serviceEnvironments, { signal }) =>
      observeWorkloads(pool, serviceEnvironments, signal),
    discover: request => discoverWorkloads(pool, request),
    apply: async request => applyVersion(openWorkload(pool, request), request),
    poll: async request => pollRollout(openWorkload(pool, request), request),
    finalize: async request =>
      finalizeRollout(openWorkload(pool, request), request),
    abort: async request =>
      abortDeployment(openWorkload(pool, request), request),
    cancel: async request =>
      cancelRollout(openWorkload(pool, request), request),
    remove: async request =>
      removeWorkload(openWorkload(pool, request), request),
  };
}
