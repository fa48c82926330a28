import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type {
  DiscoveredWorkload,
  Observation,
  ServiceEnvironment,
} from '@slipway/backstage-plugin-deployments-node';
import { getRejectedStatus } from '../client/gitHubError';
import { toEffectError } from '../client/toEffectError';
import { deriveSource } from '../config/deriveSource';
import { readRepositorySettings } from '../config/workflowSettings';
import {
  listMissingLines,
  parseWorkflowFile,
  type WorkflowFile,
} from '../workflow/workflowFile';
import { observeRuns } from './observeRuns';
import {
  openRepository,
  openWorkflow,
  type GitHubRuntime,
} from './openWorkflow';

/** More than these can't be looked through in time. */
const MAX_READ = 20;
const MAX_FOUND = 10;
const FOLDER = '.github/workflows/';

interface Candidate {
  file: string;
  content: WorkflowFile;
  reason: string;
}

/** Finds the workflows that could deploy a service, and says what they lack. Changes nothing. */
export async function discoverWorkflows(
  runtime: GitHubRuntime,
  request: Omit<ServiceEnvironment, 'service'> & {
    entity: Entity;
    signal: AbortSignal;
  },
): Promise<DiscoveredWorkload[]> {
  const { entity, environment, signal } = request;
  const service = stringifyEntityRef(entity);
  // An environment that names no repository gets the service's own as a suggestion.
  const derived =
    request.settings.repository === undefined
      ? deriveSource(entity, runtime.pool.hosts).settings
      : {};
  const all = { ...derived, ...request.settings };
  const settings = readRepositorySettings({
    service,
    environment,
    settings: all,
  });
  const { repository } = openRepository(runtime, settings);
  const candidates = await findCandidates(repository, settings, signal).catch(
    error => {
      throw toEffectError(
        error,
        {
          host: settings.host,
          repository: settings.repository,
          attempted: 'read the workflows',
          permission: 'actions: read, contents: read',
        },
        { notSent: true },
      );
    },
  );
  return Promise.all(
    candidates.map(async ({ file, content, reason }) => {
      const own = { ...all, workflow: file };
      const serviceEnvironment = { service, environment, settings: own };
      const observation: Observation =
        settings.correlate === 'none'
          ? { at: Date.now(), basis: 'recorded', instances: [] }
          : await observeRuns(
              openWorkflow(runtime, serviceEnvironment),
              serviceEnvironment,
              signal,
            );
      return {
        title: `Workflow ${file} of ${settings.repository}`,
        settings: own,
        reason,
        observation,
        missing: listMissingLines(content, {
          given: Object.keys(settings.inputs),
          correlate: settings.correlate,
        }),
      };
    }),
  );
}

async function findCandidates(
  repository: ReturnType<typeof openRepository>['repository'],
  { workflow, ref }: { workflow?: string; ref?: string },
  signal: AbortSignal,
): Promise<Candidate[]> {
  const read = async (file: string): Promise<WorkflowFile | undefined> => {
    try {
      return parseWorkflowFile(
        await repository.getFile(`${FOLDER}${file}`, ref, { signal }),
      );
    } catch (error) {
      // It exists on another branch only.
      if (getRejectedStatus(error) === 404) return undefined;
      throw error;
    }
  };
  if (workflow !== undefined) {
    const content = await read(workflow);
    return content
      ? [{ file: workflow, content, reason: 'is in the settings' }]
      : [];
  }
  const files = (await repository.listWorkflows({ signal }))
    .filter(({ path, state }) => path.startsWith(FOLDER) && state === 'active')
    .map(({ path }) => path.slice(FOLDER.length))
    // What deploys is probably called so.
    .sort((a, b) => Number(/deploy/i.test(b)) - Number(/deploy/i.test(a)))
    .slice(0, MAX_READ);
  const candidates: Candidate[] = [];
  for (const file of files) {
    const content = await read(file);
    if (content?.isDispatchable) {
      candidates.push({
        file,
        content,
        reason: 'can be started by workflow_dispatch',
      });
    }
  }
  return candidates.slice(0, MAX_FOUND);
}
