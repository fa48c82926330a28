import { Deployment, DeploymentStatus } from '../model/deployments';
import { renderUser } from './renderUser';
import { buildNodeId, buildRepositoryUrls, Urls } from './urls';

export function renderDeployment(urls: Urls, deployment: Deployment) {
  const { api } = buildRepositoryUrls(urls, deployment.repository);
  const url = `${api}/deployments/${deployment.id}`;
  return {
    id: deployment.id,
    node_id: buildNodeId('DE', deployment.id),
    url,
    sha: deployment.sha,
    ref: deployment.ref,
    task: deployment.task,
    payload: deployment.payload,
    original_environment: deployment.environment,
    environment: deployment.environment,
    description: deployment.description,
    creator: renderUser(urls, deployment.creator),
    created_at: deployment.createdAt,
    updated_at: deployment.updatedAt,
    statuses_url: `${url}/statuses`,
    repository_url: api,
    transient_environment: false,
    production_environment: false,
  };
}

export function renderDeploymentStatus(
  urls: Urls,
  deployment: Deployment,
  status: DeploymentStatus,
) {
  const { api } = buildRepositoryUrls(urls, deployment.repository);
  const deploymentUrl = `${api}/deployments/${deployment.id}`;
  return {
    id: status.id,
    node_id: buildNodeId('DES', status.id),
    url: `${deploymentUrl}/statuses/${status.id}`,
    state: status.state,
    creator: renderUser(urls, deployment.creator),
    description: status.description,
    environment: deployment.environment,
    target_url: status.logUrl,
    log_url: status.logUrl,
    environment_url: status.environmentUrl,
    created_at: status.createdAt,
    updated_at: status.createdAt,
    deployment_url: deploymentUrl,
    repository_url: api,
  };
}
