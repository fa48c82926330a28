import type { DeploymentTarget } from '@slipway/backstage-plugin-deployments-node';
import { deriveSource } from '../config/deriveSource';
import {
  canRemove,
  validateWorkflowSettings,
} from '../config/workflowSettings';
import { abortDeployment } from './abortDeployment';
import { describeWorkflowPermissions } from './describeWorkflowPermissions';
import { discoverWorkflows } from './discoverWorkflows';
import { observeManyRuns, observeRuns } from './observeRuns';
import {
  openWorkflow,
  openWorkflowToStop,
  type GitHubRuntime,
} from './openWorkflow';
import {
  applyVersion,
  cancelEffect,
  pollEffect,
  removeService,
} from './workflowEffects';

/** Creates the target provider `github-workflow`, which deploys by running a workflow of GitHub Actions. */
export function createGitHubTarget(runtime: GitHubRuntime): DeploymentTarget {
  return {
    id: 'github-workflow',
    capabilities: ['restart', 'remove'],
    getCapabilities: settings =>
      canRemove(settings) ? ['restart', 'remove'] : ['restart'],
    validateSettings: validateWorkflowSettings,
    deriveSettings: entity => deriveSource(entity, runtime.pool.hosts),
    describePermissions: describeWorkflowPermissions,
    observe: async request =>
      observeRuns(openWorkflow(runtime, request), request, request.signal),
    observeMany: (serviceEnvironments, { signal }) =>
      observeManyRuns(runtime, serviceEnvironments, signal),
    discover: request => discoverWorkflows(runtime, request),
    apply: async request =>
      applyVersion(openWorkflow(runtime, request), request),
    poll: async request =>
      pollEffect(openWorkflowToStop(runtime, request), request),
    // The run has replaced the previous version.
    finalize: async () => undefined,
    abort: async request =>
      abortDeployment(openWorkflowToStop(runtime, request), request),
    cancel: async request =>
      cancelEffect(openWorkflowToStop(runtime, request), request),
    remove: async request =>
      removeService(openWorkflow(runtime, request), request),
  };
}
