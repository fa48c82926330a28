import {
  WorkflowDefinition,
  WorkflowJob,
  WorkflowStep,
} from '../model/workflow';
import { RepositorySettings } from '../model/repository';
import {
  GitHubStandIn,
  GitHubStandInOptions,
  startGitHubStandIn,
} from '../startGitHubStandIn';
import { createGitHubClient, GitHubResponse } from './callGitHub';

export const REPOSITORY = { owner: 'acme', name: 'checkout' };
export const BASE = '/repos/acme/checkout';

/** A stand-in with a repository and a workflow. */
export interface Acme {
  gitHub: GitHubStandIn;
  call: ReturnType<typeof createGitHubClient>;
  /** Dispatches the workflow; the fields replace or extend the body. */
  dispatch(
    inputs?: Record<string, unknown>,
    fields?: Record<string, unknown>,
  ): Promise<GitHubResponse>;
  /** Dispatches the workflow, and returns the id of the run. */
  startRun(inputs?: Record<string, string>): Promise<number>;
  /** The run, as the API returns it. */
  getRun(id: number): Promise<any>;
  /** The jobs of the run's latest attempt. */
  getJobs(id: number): Promise<any[]>;
}

/** Builds the one job of a workflow that deploys, with one step. */
export function buildJobs(
  run?: WorkflowStep['run'],
  overrides: Partial<WorkflowJob> = {},
): WorkflowJob[] {
  return [
    {
      name: 'deploy',
      steps: [{ name: 'Roll out', ...(run ? { run } : {}) }],
      ...overrides,
    },
  ];
}

/** Builds a workflow that deploys. */
function buildWorkflow(
  overrides: Partial<WorkflowDefinition> = {},
): WorkflowDefinition {
  return {
    file: 'deploy.yml',
    name: 'Deploy',
    inputs: {
      version: { required: true },
      environment: {
        type: 'choice',
        options: ['staging', 'production'],
        default: 'staging',
      },
      slipway_key: { default: 'none' },
    },
    runNameTemplate:
      'Deploy ${{ inputs.version }} to ${{ github.event.inputs.environment }} [${{ inputs.slipway_key }}]',
    jobs: buildJobs(),
    ...overrides,
  };
}

/** Starts a stand-in. Close `gitHub` at the end. */
export async function startAcme({
  workflow = {},
  repository = {},
  ...options
}: GitHubStandInOptions & {
  workflow?: Partial<WorkflowDefinition>;
  repository?: Partial<RepositorySettings>;
}): Promise<Acme> {
  const gitHub = await startGitHubStandIn(options);
  gitHub.addRepository({ ...REPOSITORY, ...repository });
  gitHub.addWorkflow(REPOSITORY, buildWorkflow(workflow));
  const call = createGitHubClient(gitHub);
  const dispatch: Acme['dispatch'] = (
    inputs = { version: '1.4.2' },
    fields = {},
  ) =>
    call(`POST ${BASE}/actions/workflows/deploy.yml/dispatches`, {
      body: { ref: 'main', inputs, ...fields },
    });
  return {
    gitHub,
    call,
    dispatch,
    async startRun(inputs) {
      const { status, body } = await dispatch(inputs);
      if (status !== 204) throw new Error(`${status} ${JSON.stringify(body)}`);
      return gitHub.runs().at(-1)!.id;
    },
    async getRun(id) {
      return (await call(`GET ${BASE}/actions/runs/${id}`)).body;
    },
    async getJobs(id) {
      return (await call(`GET ${BASE}/actions/runs/${id}/jobs`)).body.jobs;
    },
  };
}

/** A promise that the test settles, for steps that wait. */
export function createGate() {
  let open: () => void = () => {};
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  return { open, opened };
}
