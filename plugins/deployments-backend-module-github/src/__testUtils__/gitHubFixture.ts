import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigReader } from '@backstage/config';
import type {
  DeploymentTarget,
  ServiceEnvironment,
} from '@slipway/backstage-plugin-deployments-node';
import {
  createFaultProxy,
  startGitHubStandIn,
  type FaultProxy,
  type GitHubStandIn,
} from '@slipway/backstage-plugin-deployments-test-cluster';
import type { JsonObject } from '@backstage/types';
import { createGitHubPool, type GitHubPool } from '../client/gitHubPool';
import { readAllowedRepositories } from '../config/readAllowedRepositories';
import { createGitHubTarget } from '../target/gitHubTarget';
import type { GitHubRuntime } from '../target/openWorkflow';
import { DispatchLedger } from '../workflow/dispatchLedger';
import type { WorkflowTiming } from '../workflow/workflowContext';

/** A service that really runs: a web server, which the workflow of the stand-in changes. */
interface DeployedService {
  url: string;
  /** Artifact that the workflow has put there; `undefined` if nothing is deployed. */
  artifact: string | undefined;
  /** What the workflow does before it deploys, e.g. wait. */
  beforeRollout: () => Promise<void>;
  close(): Promise<void>;
}

async function startService(): Promise<DeployedService> {
  const server = http.createServer();
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const service: DeployedService = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    artifact: undefined,
    beforeRollout: async () => {},
    async close() {
      await new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
  server.on('request', (_, response: http.ServerResponse) => {
    response.statusCode = service.artifact ? 200 : 503;
    response.end(service.artifact ?? 'nothing is deployed');
  });
  return service;
}

export const REPOSITORY = { owner: 'acme', name: 'checkout' };
const TOKEN = 'test-token-of-the-portal';

export interface GitHubFixture {
  gitHub: GitHubStandIn;
  /** Between the target and the stand-in. */
  proxy: FaultProxy;
  service: DeployedService;
  /** Logins that must review a run. Change it in place. */
  reviewers: string[];
  serviceEnvironment: ServiceEnvironment;
  createRuntime(timing?: Partial<WorkflowTiming>): GitHubRuntime;
  createTarget(timing?: Partial<WorkflowTiming>): DeploymentTarget;
  /** Ends everything. @throws an error if a request or a response did not fit GitHub's description. */
  dispose(): Promise<void>;
}

/** Starts a GitHub with a repository, whose workflow deploys to a real web server. */
export async function createGitHubFixture({
  profile = 'github.com',
  runNameTemplate = 'Deploy ${{ inputs.version }} ${{ inputs.slipway_key }}',
  hasKeyInput = true,
  concurrencyGroup,
  ignoresCancel = false,
  settings = {},
  allowed,
  clock,
}: {
  profile?: 'github.com' | 'ghes-3.17';
  runNameTemplate?: string;
  hasKeyInput?: boolean;
  concurrencyGroup?: string;
  ignoresCancel?: boolean;
  settings?: JsonObject;
  /** Owners and repositories whose workflows may be used. Default: all. */
  allowed?: string[];
  clock?: () => number;
} = {}): Promise<GitHubFixture> {
  const gitHub = await startGitHubStandIn({
    profile,
    token: TOKEN,
    ...(clock ? { clock } : {}),
  });
  const proxy = await createFaultProxy({ target: gitHub.url });
  const service = await startService();
  const reviewers: string[] = [];
  const keyInput: Record<string, { required: boolean }> = hasKeyInput
    ? { slipway_key: { required: false } }
    : {};
  gitHub.addRepository({ ...REPOSITORY, defaultBranch: 'main' });
  gitHub.addWorkflow(REPOSITORY, {
    file: 'deploy.yml',
    name: 'Deploy',
    inputs: {
      version: { required: true },
      image: { required: true },
      environment: { required: true },
      ...keyInput,
    },
    runNameTemplate,
    environment: { name: '${{ inputs.environment }}', reviewers },
    ...(concurrencyGroup ? { concurrency: { group: concurrencyGroup } } : {}),
    jobs: [
      {
        name: 'deploy',
        ignoresCancel,
        steps: [
          {
            name: 'Roll out',
            log: 'Pulling the image\nDB_PASSWORD=hunter2hunter2',
            async run({ inputs, signal }) {
              await service.beforeRollout();
              if (inputs.image.includes('broken')) {
                return { fail: 'The image does not exist' };
              }
              if (!signal.aborted) service.artifact = inputs.image;
              return undefined;
            },
          },
        ],
      },
    ],
  });
  gitHub.addWorkflow(REPOSITORY, {
    file: 'remove.yml',
    name: 'Remove',
    inputs: keyInput,
    runNameTemplate: 'Remove ${{ inputs.slipway_key }}',
    jobs: [
      {
        name: 'remove',
        steps: [
          {
            name: 'Stop',
            run() {
              service.artifact = undefined;
            },
          },
        ],
      },
    ],
  });
  const host = profile === 'github.com' ? 'github.com' : 'github.example.com';
  const pools: GitHubPool[] = [];
  const createRuntime = (timing: Partial<WorkflowTiming> = {}) => {
    const config = new ConfigReader({
      integrations: {
        github: [{ host, apiBaseUrl: proxy.url, token: TOKEN }],
      },
      ...(allowed
        ? {
            deployments: {
              github: { hosts: { [host]: { repositories: allowed } } },
            },
          }
        : {}),
    });
    const pool = createGitHubPool(config);
    pools.push(pool);
    return {
      pool,
      isAllowed: readAllowedRepositories(config),
      ledger: new DispatchLedger(),
      timing: {
        lookAgainAfterMs: 200,
        appearsWithinMs: 1_000,
        forceCancelAfterMs: 500,
        cancelPollMs: 20,
        ...timing,
      },
    };
  };
  return {
    gitHub,
    proxy,
    service,
    reviewers,
    serviceEnvironment: {
      service: 'component:default/checkout',
      environment: { name: 'production', tier: 'production' },
      settings: {
        host,
        repository: `${REPOSITORY.owner}/${REPOSITORY.name}`,
        workflow: 'deploy.yml',
        inputs: {
          version: '{version.name}',
          image: '{version.artifact}',
          environment: 'production',
        },
        remove: { workflow: 'remove.yml' },
        url: service.url,
        ...settings,
      },
    },
    createRuntime,
    createTarget: timing => createGitHubTarget(createRuntime(timing)),
    async dispose() {
      const violations = gitHub.violations();
      pools.forEach(pool => pool.close());
      await gitHub.close();
      await proxy.close();
      await service.close();
      if (violations.length > 0) throw new Error(JSON.stringify(violations));
    },
  };
}
