import { isMergeMessage } from '../normalize/mergeCommits';
import { idAt, listAt, getName, textAt, urlAt, valueAt } from './payload';
import type { StatusState } from '../persistence/storedRecords';
import type { Translation } from './translation';
import { NOTHING } from './translation';

export interface GithubSettings {
  /** Issues with one of these labels are incidents. Compared case-insensitively. */
  incidentLabels: readonly string[];
}

/**
 * Translates a GitHub event. The service is the one in the deployment's payload (`{"service": "…"}`), else the
 * repository as `owner/name`.
 *
 * @param name - the header `X-GitHub-Event`
 */
export function translateGithub(
  name: string,
  payload: unknown,
  settings: GithubSettings,
): Translation {
  switch (name) {
    case 'deployment_status':
      return deploymentStatus(payload);
    case 'push':
      return push(payload);
    case 'pull_request':
      return pullRequest(payload);
    case 'issues':
      return issue(payload, settings);
    default:
      return NOTHING;
  }
}

const STATES: ReadonlyMap<string, StatusState> = new Map([
  ['queued', 'queued'],
  ['pending', 'queued'],
  // It waits for a reviewer or a timer.
  ['waiting', 'waiting'],
  ['in_progress', 'in_progress'],
  ['success', 'succeeded'],
  ['failure', 'failed'],
  ['error', 'failed'],
  ['inactive', 'inactive'],
]);

function deploymentStatus(payload: unknown): Translation {
  const state = STATES.get(textAt(payload, 'deployment_status.state') ?? '');
  if (!state) return NOTHING;
  const reported = deploymentPayload(payload);
  const task = textAt(payload, 'deployment.task') ?? 'deploy';
  const sha = textAt(payload, 'deployment.sha', 200);
  return {
    events: [
      {
        id: getName('deployment_status', idAt(payload, 'deployment_status.id')),
        type: 'deploymentStatus',
        deployment: idAt(payload, 'deployment.id'),
        ...getService(payload, textAt(reported, 'service')),
        environment:
          textAt(payload, 'deployment_status.environment', 255) ??
          textAt(payload, 'deployment.environment', 255),
        // GitHub treats every environment named production as production, and senders may set it freely, so it is
        // only a default.
        ...(valueAt(payload, 'deployment.production_environment') === true
          ? { defaultTier: 'production' }
          : {}),
        kind: task.startsWith('rollback') ? 'rollback' : 'deploy',
        hotfix: valueAt(reported, 'hotfix') === true,
        version: textAt(payload, 'deployment.ref', 200) ?? sha,
        artifact: sha,
        commit: sha,
        state,
        createdAt: textAt(payload, 'deployment.created_at'),
        at: textAt(payload, 'deployment_status.created_at'),
        sequence: digitsAt(payload, 'deployment_status.id'),
        url:
          urlAt(payload, 'deployment_status.log_url') ??
          urlAt(payload, 'deployment_status.target_url'),
      },
    ],
  };
}

/** Reads a deployment's payload, which GitHub returns as it was sent: as an object, or as a string of JSON. */
function deploymentPayload(payload: unknown): unknown {
  const reported = valueAt(payload, 'deployment.payload');
  if (typeof reported !== 'string') return reported;
  try {
    return JSON.parse(reported);
  } catch {
    return undefined;
  }
}

function push(payload: unknown): Translation {
  const branch = textAt(payload, 'repository.default_branch');
  if (!branch || textAt(payload, 'ref') !== `refs/heads/${branch}`) {
    return NOTHING;
  }
  const repositoryId = idAt(payload, 'repository.id') ?? repository(payload);
  const mergedAt =
    secondsAt(payload, 'repository.pushed_at') ??
    textAt(payload, 'head_commit.timestamp');
  return {
    events: listAt(payload, 'commits').map(commit => ({
      id: getName('push', repositoryId, textAt(commit, 'id')),
      type: 'change',
      ...getService(payload),
      commit: textAt(commit, 'id', 200),
      title: firstLine(textAt(commit, 'message', 1000)),
      url: urlAt(commit, 'url'),
      authoredAt: textAt(commit, 'author.date') ?? textAt(commit, 'timestamp'),
      mergedAt,
      ...(isMergeMessage(textAt(commit, 'message', 1000))
        ? { isMerge: true }
        : {}),
    })),
  };
}

function pullRequest(payload: unknown): Translation {
  const isMerged =
    textAt(payload, 'action') === 'closed' &&
    valueAt(payload, 'pull_request.merged') === true;
  const base = textAt(payload, 'pull_request.base.ref');
  const branch = textAt(payload, 'repository.default_branch');
  if (!isMerged || base !== branch) return NOTHING;
  return {
    events: [
      {
        id: getName('pull_request', idAt(payload, 'pull_request.id'), 'merged'),
        type: 'change',
        ...getService(payload),
        // The push contains the author time; both are merged into one change.
        commit: textAt(payload, 'pull_request.merge_commit_sha', 200),
        title: textAt(payload, 'pull_request.title', 1000),
        url: urlAt(payload, 'pull_request.html_url'),
        openedAt: textAt(payload, 'pull_request.created_at'),
        // Every commit of a push gets the push's merge time. If the head's were a second earlier, it would count as
        // merged before them and be deployed without them.
      },
    ],
  };
}

/** GitHub numbers its records in the order of their creation. */
function digitsAt(payload: unknown, path: string): string | undefined {
  const id = idAt(payload, path);
  return id && /^\d{1,30}$/.test(id) ? id : undefined;
}

/** Converts seconds since 1970 into a time. */
function secondsAt(payload: unknown, path: string): string | undefined {
  const seconds = valueAt(payload, path);
  const at = new Date(typeof seconds === 'number' ? seconds * 1000 : NaN);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

const ISSUE_ACTIONS = ['opened', 'labeled', 'edited', 'closed', 'reopened'];
/** After these actions, GitHub sends no further events of the issue. */
const LAST_ACTIONS = ['unlabeled', 'deleted', 'transferred'];

function issue(payload: unknown, settings: GithubSettings): Translation {
  const action = textAt(payload, 'action') ?? '';
  const wanted = settings.incidentLabels.map(label => label.toLowerCase());
  const isStillRequired = (label: unknown) =>
    wanted.includes(textAt(label, 'name')?.toLowerCase() ?? '');
  const isLabelled = listAt(payload, 'issue.labels').some(isStillRequired);
  // Its last incident label was removed.
  const isUnlabelled =
    action === 'unlabeled' &&
    !isLabelled &&
    isStillRequired(valueAt(payload, 'label'));
  const isLast = LAST_ACTIONS.includes(action);
  const isReported =
    action === 'unlabeled'
      ? isUnlabelled
      : isLabelled && (isLast || ISSUE_ACTIONS.includes(action));
  if (!isReported) return NOTHING;
  const id = idAt(payload, 'issue.id');
  const changedAt = textAt(payload, 'issue.updated_at');
  const closedAt = textAt(payload, 'issue.closed_at');
  const isClosed = textAt(payload, 'issue.state') === 'closed';
  return {
    events: [
      {
        id: getName('issue', id, action, changedAt),
        type: 'incident',
        occurredAt: changedAt,
        ...getService(payload),
        incident: getName('issue', id),
        title: textAt(payload, 'issue.title'),
        url: urlAt(payload, 'issue.html_url'),
        startedAt: textAt(payload, 'issue.created_at'),
        ...(isClosed || isLast
          ? { resolvedAt: (isClosed ? closedAt : undefined) ?? changedAt }
          : {}),
      },
    ],
  };
}

/** A repository may be renamed or moved to another owner; its id stays. */
function getService(payload: unknown, named?: string) {
  const id = idAt(payload, 'repository.id');
  return {
    service: named ?? repository(payload),
    ...(named === undefined && id !== undefined
      ? { serviceId: `repository/${id}` }
      : {}),
  };
}

function repository(payload: unknown): string | undefined {
  return textAt(payload, 'repository.full_name');
}

function firstLine(text: string | undefined): string | undefined {
  return text?.split(/[\r\n]/, 1)[0].trim() || undefined;
}
