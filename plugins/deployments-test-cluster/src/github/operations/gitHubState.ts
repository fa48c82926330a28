import { buildNotFound } from '../contract/gitHubError';
import { OperationRequest } from '../contract/describedApi';
import { Deployments } from '../model/deployments';
import { GitHubRepository } from '../model/repository';
import { RunScheduler } from '../model/runScheduler';
import { WorkflowRun } from '../model/workflowRun';
import { Urls } from '../responses/urls';

/** What the operations work on. */
export interface GitHubState {
  now: () => number;
  repositories: GitHubRepository[];
  deployments: Deployments;
  scheduler: RunScheduler;
  urls: Urls;
}

/** Finds the repository of a request. GitHub ignores case. @throws 404 */
export function findRepository(
  { repositories }: GitHubState,
  { params }: OperationRequest,
): GitHubRepository {
  const fullName = `${params.owner}/${params.repo}`.toLowerCase();
  const repository = repositories.find(
    candidate =>
      candidate.isVisible && candidate.fullName.toLowerCase() === fullName,
  );
  if (!repository) throw buildNotFound();
  return repository;
}

/** Finds the run of a request. @throws 404 */
export function findRun(
  state: GitHubState,
  request: OperationRequest,
): WorkflowRun {
  const run = state.scheduler.find(Number(request.params.run_id));
  if (run?.repository !== findRepository(state, request)) throw buildNotFound();
  return run;
}
