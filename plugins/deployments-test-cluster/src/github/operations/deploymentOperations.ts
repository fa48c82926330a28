import { Operation, OperationRequest } from '../contract/describedApi';
import { buildNotFound, GitHubError } from '../contract/gitHubError';
import { paginate } from '../contract/pagination';
import { Deployment, DeploymentState } from '../model/deployments';
import {
  renderDeployment,
  renderDeploymentStatus,
} from '../responses/renderDeployment';
import { findRepository, GitHubState } from './gitHubState';

const FILTERS = ['sha', 'ref', 'task', 'environment'] as const;

/** Deployments and their statuses. By operation id. */
export function buildDeploymentOperations(
  state: GitHubState,
  options: { actor: string; requireWrite(): void },
): Record<string, Operation> {
  const { urls, deployments } = state;

  function findDeployment(request: OperationRequest): Deployment {
    const deployment = deployments
      .list(findRepository(state, request))
      .find(({ id }) => String(id) === request.params.deployment_id);
    if (!deployment) throw buildNotFound();
    return deployment;
  }

  return {
    'repos/list-deployments': request => {
      const matching = deployments
        .list(findRepository(state, request))
        .filter(deployment =>
          FILTERS.every(
            name =>
              // GitHub's own word for "all".
              (request.query[name] ?? 'none') === 'none' ||
              request.query[name] === deployment[name],
          ),
        );
      const page = paginate(matching, request.query, request.url);
      return {
        status: 200,
        headers: page.headers,
        body: page.items.map(deployment => renderDeployment(urls, deployment)),
      };
    },

    'repos/create-deployment': request => {
      const repository = findRepository(state, request);
      options.requireWrite();
      const { ref, environment, task, payload, description } =
        request.body as Record<string, string | undefined>;
      const commit = repository.findCommit(ref ?? '');
      if (!ref || !commit) {
        throw new GitHubError(422, `No ref found for: ${ref}`);
      }
      const deployment = deployments.create({
        repository,
        sha: commit.sha,
        ref,
        task: task ?? 'deploy',
        environment: environment ?? 'production',
        description: description ?? null,
        payload: payload ?? {},
        creator: options.actor,
      });
      return { status: 201, body: renderDeployment(urls, deployment) };
    },

    'repos/list-deployment-statuses': request => {
      const deployment = findDeployment(request);
      const page = paginate(
        [...deployment.statuses].reverse(),
        request.query,
        request.url,
      );
      return {
        status: 200,
        headers: page.headers,
        body: page.items.map(status =>
          renderDeploymentStatus(urls, deployment, status),
        ),
      };
    },

    'repos/create-deployment-status': request => {
      const deployment = findDeployment(request);
      options.requireWrite();
      const body = request.body as Record<string, string | undefined>;
      const status = deployments.addStatus(deployment, {
        state: body.state as DeploymentState,
        description: body.description ?? '',
        environmentUrl: body.environment_url ?? '',
        logUrl: body.log_url ?? body.target_url ?? '',
      });
      return {
        status: 201,
        body: renderDeploymentStatus(urls, deployment, status),
      };
    },
  };
}
