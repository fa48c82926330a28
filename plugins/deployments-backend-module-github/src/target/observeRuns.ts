import {
  EffectError,
  type Observation,
  type ServiceEnvironment,
} from '@slipway/backstage-plugin-deployments-node';
import { toEffectError } from '../client/toEffectError';
import type { GitHubRepository } from '../client/gitHubRepository';
import type { WorkflowSettings } from '../config/workflowSettings';
import { formatRunTitle } from '../runs/assessRun';
import { formatInstanceId, hashServiceEnvironment } from '../runs/runRecord';
import {
  findRecordedVersion,
  type RecordedChange,
  type RecordedState,
} from './findRecordedVersion';
import {
  openWorkflow,
  type GitHubRuntime,
  type OpenWorkflow,
} from './openWorkflow';

/** Reports what the last successful run put into a service environment. Nobody looks what really runs. */
export async function observeRuns(
  { context: { repository }, settings }: OpenWorkflow,
  { service, environment }: Pick<ServiceEnvironment, 'service' | 'environment'>,
  signal: AbortSignal,
  lists: Pick<GitHubRepository, 'listRuns'> = repository,
): Promise<Observation> {
  if (settings.correlate === 'none') {
    throw new EffectError(
      `With "correlate: none", GitHub doesn't show what is running in ${environment.name}. Add "observe" to the environment, with a provider that does.`,
      { code: 'not_observable', retryable: false },
    );
  }
  let found: RecordedState;
  try {
    found = await findRecordedVersion(
      lists,
      settings,
      hashServiceEnvironment(service, environment.name),
      { signal },
    );
  } catch (error) {
    throw toEffectError(
      error,
      {
        host: settings.host,
        repository: settings.repository,
        attempted: `read the runs of ${settings.deploy.workflow}`,
        permission: 'actions: read',
      },
      { notSent: true },
    );
  }
  if (found.state === 'unknown') {
    throw new EffectError(
      `Slipway can't tell from GitHub what is running in ${environment.name}: ${found.reason}. Add "observe" to the environment, with a provider that can see what is running.`,
      { code: 'not_observable', retryable: false },
    );
  }
  return buildObservation(
    found.state === 'found' ? found.recorded : undefined,
    settings,
  );
}

function buildObservation(
  recorded: RecordedChange | undefined,
  { url }: WorkflowSettings,
): Observation {
  const base = {
    at: Date.now(),
    basis: 'recorded' as const,
    ...(url === undefined ? {} : { url }),
  };
  if (!recorded) return { ...base, instances: [] };
  const { run, change } = recorded;
  const { kind, version } = change;
  const instances = version
    ? [
        {
          id: formatInstanceId({
            key: recorded.key,
            kind,
            version,
          }),
          artifact: version.artifact,
          versionName: version.name,
          weight: 100,
          ready: true,
          since: run.updatedAt,
          ...(url === undefined ? {} : { url }),
        },
      ]
    : [];
  return {
    ...base,
    instances,
    links: [{ title: `${formatRunTitle(run)} in GitHub`, url: run.url }],
    // Slipway never re-runs: somebody did.
    ...(run.attempt > 1
      ? {
          changedBy: {
            name: `${run.actor ?? 'somebody'} (re-run in GitHub)`,
            at: run.startedAt,
          },
        }
      : {}),
  };
}

/** Same as `observeRuns`, for several service environments. Those with the same workflow share the lists of its runs. */
export function observeManyRuns(
  runtime: GitHubRuntime,
  serviceEnvironments: readonly ServiceEnvironment[],
  signal: AbortSignal,
): Promise<(Observation | Error)[]> {
  const lists = new Map<string, ReturnType<GitHubRepository['listRuns']>>();
  return Promise.all(
    serviceEnvironments.map(async serviceEnvironment => {
      try {
        const open = openWorkflow(runtime, serviceEnvironment);
        const { repository } = open.context;
        return await observeRuns(open, serviceEnvironment, signal, {
          listRuns(workflow, page, options) {
            const id = JSON.stringify([
              repository.host,
              repository.name,
              workflow,
              page,
            ]);
            const shared =
              lists.get(id) ?? repository.listRuns(workflow, page, options);
            lists.set(id, shared);
            return shared;
          },
        });
      } catch (error) {
        return error instanceof Error ? error : new Error(String(error));
      }
    }),
  );
}
