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

interface RepositoryAddress {
  host: string;
  /** `owner/name`. */
  repository: string;
}

/** Opens a repository. @throws EffectError if its host is unknown, or app-config doesn't allow the repository. */
export function openRepository(
  runtime: GitHubRuntime,
  address: RepositoryAddress,
): WorkflowContext {
  requireAllowed(runtime, address);
  return openRepositoryToStop(runtime, address);
}

/**
 * Opens a repository to stop what Slipway started there, which stays possible if app-config no longer allows it.
 *
 * @throws EffectError if its host is unknown.
 */
export function openRepositoryToStop(
  { pool, ledger, timing }: GitHubRuntime,
  { host, repository }: RepositoryAddress,
): WorkflowContext {
  return {
    repository: new GitHubRepository(pool.find(host), repository),
    ledger,
    timing,
  };
}

function requireAllowed(
  { isAllowed }: GitHubRuntime,
  { host, repository }: RepositoryAddress,
): void {
  if (isAllowed({ host, repository })) return;
  throw new EffectError(
    `deployments.github.hosts in app-config does not allow workflows of ${repository} on ${host}. Correct the repository in the settings, or add it or its owner there.`,
    { code: 'not_allowed', retryable: false, notSent: true },
  );
}

/** The workflows of a service in an environment. */
export interface OpenWorkflow {
  context: WorkflowContext;
  settings: WorkflowSettings;
  /** @throws EffectError if app-config doesn't allow the repository. */
  requireAllowed: () => void;
}

/**
 * Opens the workflows of a service in an environment.
 *
 * @throws EffectError if the settings are invalid, or app-config doesn't allow the repository.
 */
export function openWorkflow(
  runtime: GitHubRuntime,
  serviceEnvironment: ServiceEnvironment,
): OpenWorkflow {
  const open = openWorkflowToStop(runtime, serviceEnvironment);
  open.requireAllowed();
  return open;
}

/**
 * Opens the workflows of a service in an environment to stop what Slipway started. Call `requireAllowed` before anything else.
 *
 * @throws EffectError if the settings are invalid.
 */
export function openWorkflowToStop(
  runtime: GitHubRuntime,
  serviceEnvironment: ServiceEnvironment,
): OpenWorkflow {
  const settings = readWorkflowSettings(serviceEnvironment);
  return {
    context: openRepositoryToStop(runtime, settings),
    settings,
    requireAllowed: () => requireAllowed(runtime, settings),
  };
}
