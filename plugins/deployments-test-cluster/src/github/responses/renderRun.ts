import { GitHubRepository } from '../model/repository';
import { Workflow } from '../model/workflow';
import { JobRecord, WorkflowRun } from '../model/workflowRun';
import { renderSimpleCommit } from './renderCommit';
import { renderMinimalRepository } from './renderRepository';
import { renderTeam, renderUser } from './renderUser';
import {
  buildJobUrl,
  buildNodeId,
  buildRepositoryUrls,
  buildRunUrls,
  Urls,
} from './urls';

export function renderWorkflow(
  urls: Urls,
  repository: GitHubRepository,
  workflow: Workflow,
) {
  const { api, html } = buildRepositoryUrls(urls, repository);
  return {
    id: workflow.id,
    node_id: buildNodeId('W', workflow.id),
    name: workflow.name,
    path: workflow.path,
    state: workflow.isDisabled ? 'disabled_manually' : 'active',
    created_at: workflow.createdAt,
    updated_at: workflow.createdAt,
    url: `${api}/actions/workflows/${workflow.id}`,
    html_url: `${html}/blob/${repository.defaultBranch}/${workflow.path}`,
    badge_url: `${html}/workflows/${encodeURIComponent(
      workflow.name,
    )}/badge.svg`,
  };
}

export function renderRun(urls: Urls, run: WorkflowRun) {
  const { api, html } = buildRunUrls(urls, run);
  const repositoryApi = buildRepositoryUrls(urls, run.repository).api;
  const head = run.repository.findCommit(run.sha);
  const repository = renderMinimalRepository(urls, run.repository);
  const actor = renderUser(urls, run.actor);
  return {
    id: run.id,
    name: run.workflow.name,
    node_id: buildNodeId('WFR', run.id),
    head_branch: run.ref,
    head_sha: run.sha,
    path: `${run.workflow.path}@${run.ref}`,
    display_title: run.title,
    run_number: run.number,
    run_attempt: run.attempt,
    event: 'workflow_dispatch',
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: run.workflow.id,
    check_suite_id: run.id + 1,
    check_suite_node_id: buildNodeId('CS', run.id + 1),
    url: api,
    html_url: html,
    pull_requests: [],
    created_at: run.createdAt,
    updated_at: run.updatedAt,
    run_started_at: run.startedAt,
    actor,
    triggering_actor: actor,
    jobs_url: `${api}/jobs`,
    logs_url: `${api}/logs`,
    check_suite_url: `${repositoryApi}/check-suites/${run.id + 1}`,
    artifacts_url: `${api}/artifacts`,
    cancel_url: `${api}/cancel`,
    rerun_url: `${api}/rerun`,
    previous_attempt_url:
      run.attempt > 1 ? `${api}/attempts/${run.attempt - 1}` : null,
    workflow_url: `${repositoryApi}/actions/workflows/${run.workflow.id}`,
    head_commit: head ? renderSimpleCommit(head) : null,
    repository,
    head_repository: repository,
  };
}

export function renderJob(urls: Urls, run: WorkflowRun, job: JobRecord) {
  const { api } = buildRunUrls(urls, run);
  const repositoryApi = buildRepositoryUrls(urls, run.repository).api;
  const hasRunner = job.status === 'in_progress' || job.status === 'completed';
  return {
    id: job.id,
    run_id: run.id,
    run_url: api,
    run_attempt: job.attempt,
    node_id: buildNodeId('CR', job.id),
    head_sha: run.sha,
    head_branch: run.ref,
    workflow_name: run.workflow.name,
    name: job.name,
    url: `${repositoryApi}/actions/jobs/${job.id}`,
    html_url: buildJobUrl(urls, run, job.id),
    status: job.status,
    // Only runs can be stale.
    conclusion: job.conclusion === 'stale' ? 'cancelled' : job.conclusion,
    created_at: job.createdAt,
    started_at: job.startedAt,
    completed_at: job.completedAt,
    steps: job.steps.map(step => ({
      name: step.name,
      number: step.number,
      status: step.status,
      conclusion: step.conclusion,
      started_at: step.startedAt,
      completed_at: step.completedAt,
    })),
    check_run_url: `${repositoryApi}/check-runs/${job.id}`,
    labels: ['ubuntu-latest'],
    runner_id: hasRunner ? 1 : null,
    runner_name: hasRunner ? 'GitHub Actions 1' : null,
    runner_group_id: hasRunner ? 0 : null,
    runner_group_name: hasRunner ? 'GitHub Actions' : null,
  };
}

export function renderPendingDeployment(urls: Urls, run: WorkflowRun) {
  const { environment, repository } = run;
  if (!environment || run.status !== 'waiting') return [];
  const { api, html } = buildRepositoryUrls(urls, repository);
  return [
    {
      environment: {
        id: environment.id,
        node_id: buildNodeId('EN', environment.id),
        name: environment.name,
        url: `${api}/environments/${encodeURIComponent(environment.name)}`,
        html_url: `${html}/deployments/activity_log?environments_filter=${encodeURIComponent(
          environment.name,
        )}`,
      },
      wait_timer: environment.waitTimer,
      wait_timer_started_at:
        environment.waitTimer > 0 ? environment.waitingSince ?? null : null,
      current_user_can_approve: false,
      reviewers: [
        ...environment.reviewers.map(login => ({
          type: 'User',
          reviewer: renderUser(urls, login),
        })),
        ...environment.teams.map(name => ({
          type: 'Team',
          reviewer: renderTeam(urls, repository.owner, name),
        })),
      ],
    },
  ];
}
