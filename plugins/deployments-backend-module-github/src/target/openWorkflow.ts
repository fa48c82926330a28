import {
  EffectError,
  type ServiceEnvironment,
} from '@slipway/backstage-plugin-deployments-node';
import type { GitHubPool } from '../client/gitHubPool';
import { GitHubRepository } from '../client/gitHubRepository';
import type { AllowsRepository } from '../config/readAllowedRepositories';
import {
  readWorkflowSettings,
  type WorkflowSettings,
} from '../config/workflowSettings';
import type { DispatchLedger } from '../workflow/dispatchLedger';
import type {
  WorkflowContext,
  WorkflowTiming,
} from '../workflow/workflowContext';

/** What the target and the step kind share. */
export interface GitHubRuntime {
  pool: GitHubPool;
  isAllowed: AllowsRepository;
  ledger: DispatchLedger;
  timing: WorkflowTiming;
}

/** Opens a repository. @throws EffectError if its host is unknown, or app-config doesn't allow the repository. */
export function openRepository(
  { pool, isAllowed, ledger, timing }: GitHubRuntime,
  { host, repository }: { host: string; repository: string },
): WorkflowContext {
  if (!isAllowed({ host, repository })) {
    throw new EffectError(
      `deployments.github.hosts in app-config does not allow workflows of ${repository} on ${host}. Correct the repository in the settings, or add it or its owner there.`,
      { code: 'not_allowed', retryable: false, notSent: true },
    );
  }
  return {
    repository: new GitHubRepository(pool.find(host), repository),
    ledger,
    timing,
  };
}

/** The workflows of a service in an environment. */
export interface OpenWorkflow {
  context: WorkflowContext;
  settings: WorkflowSettings;
}

/** Opens the workflows of a service in an environment. @throws EffectError if the settings are invalid. */
export function openWorkflow(
  runtime: GitHubRuntime,
  serviceEnvironment: ServiceEnvironment,
): OpenWorkflow {
  const settings = readWorkflowSettings(serviceEnvironment);
  return { context: openRepository(runtime, settings), settings };
}
