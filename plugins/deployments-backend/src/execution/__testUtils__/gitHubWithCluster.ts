import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import deploymentsModuleGitHub from '@slipway/backstage-plugin-deployments-backend-module-github';
import deploymentsModuleKubernetes from '@slipway/backstage-plugin-deployments-backend-module-kubernetes';
import { collectProviders } from '@slipway/backstage-plugin-deployments-node/conformance';
import {
  buildExampleService,
  buildNodeImage,
  startGitHubStandIn,
  type Cluster,
  type GitHubStandIn,
} from '@slipway/backstage-plugin-deployments-test-cluster';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import { parse } from 'yaml';
import { TestTarget } from '../../application/__testUtils__/TestTarget';
import {
  createTestPortal,
  ENTITY,
  type TestPortal,
} from '../../application/__testUtils__/testPortal';
import type { DeploymentState } from '../../domain/deployment/state';

const EXAMPLE = join(__dirname, '../../../../../app-config.github.yaml');
const REPOSITORY = { owner: 'acme', name: 'checkout' };
const SERVICE_NAME = ENTITY.metadata.name;
/** What the account of the portal may do. The workflow has other credentials. */
const READ_ONLY = [
  { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list'] },
  { apiGroups: [''], resources: ['pods', 'events'], verbs: ['list'] },
];
const TIMEOUT_MS = 150_000;

/** Images of one service, by version. */
export type Images = Record<'1.0.0' | '1.1.0' | '1.2.0', string>;

/** Pushes two versions that work, and 1.2.0, which starts and then responds to users with 500. */
export async function pushImages(cluster: Cluster): Promise<Images> {
  const repository = `slipway-${randomBytes(4).toString('hex')}/checkout`;
  const push = (version: string, env: Record<string, string> = {}) =>
    cluster.pushImage({
      ...buildNodeImage({ version, name: SERVICE_NAME, env }),
      name: repository,
      tag: version,
    });
  return {
    '1.0.0': await push('1.0.0'),
    '1.1.0': await push('1.1.0'),
    '1.2.0': await push('1.2.0', { ERROR_RATE: '1' }),
  };
}

/** A portal with the example's configuration, whose service is deployed by a workflow and runs in the cluster. */
export interface GitHubWithCluster {
  gitHub: GitHubStandIn;
  portal: TestPortal;
  /** What a run of the workflow does with its image. Default: `rollOut`. Replace it to deploy differently. */
  job: (image: string) => Promise<void>;
  /** Applies the service's manifests with an image, and waits until its pods are ready. */
  rollOut(image: string): Promise<void>;
  /** Applies the service's manifests with an image. Kubernetes rolls it out only after `resume`. */
  applyPaused(image: string): Promise<void>;
  /** Lets Kubernetes roll out what was applied, and waits until its pods are ready. */
  resume(): Promise<void>;
  /** Requests a deployment to staging. Returns its id. */
  deploy(version: keyof Images): Promise<string>;
  until(
    id: string,
    holds: (state: DeploymentState) => boolean,
  ): Promise<DeploymentState>;
  untilEnded(id: string): Promise<DeploymentState>;
  /** Images of all runs of the workflow, the oldest first. */
  listDispatchedImages(): string[];
  /**
   * Reads the version from the address of the Service. The cluster's network follows the pods within seconds, so this
   * repeats the request for 20 s until it is the expected one.
   */
  fetchVersion(expected: keyof Images): Promise<string>;
  /** Ends everything. @throws an error if a request or a response did not fit GitHub's description. */
  dispose(): Promise<void>;
}

/** @param confirmWithinMs - How long Kubernetes may take to show a version after the workflow reports success. */
export async function startGitHubWithCluster(options: {
  cluster: Cluster;
  knex: Knex;
  images: Images;
  confirmWithinMs: number;
}): Promise<GitHubWithCluster> {
  const { cluster, knex, images, confirmWithinMs } = options;
  const namespace = `slipway-${randomBytes(4).toString('hex')}`;
  await cluster.createNamespace(namespace);
  const buildManifests = (image: string, spec: { paused?: boolean } = {}) =>
    buildExampleService({
      name: SERVICE_NAME,
      namespace,
      image,
      replicas: 1,
      spec,
    });
  const [, service] = buildManifests(images['1.0.0']);
  await cluster.apply(service!);
  const { spec } = await cluster.get<{ spec: { clusterIP: string } }>([
    'service',
    SERVICE_NAME,
    `--namespace=${namespace}`,
  ]);
  const url = `http://${spec.clusterIP}`;
  const { kubeconfig } = await cluster.createDeployer(namespace, READ_ONLY);

  const workload = `deployment/${SERVICE_NAME}`;
  const rollout = (...args: string[]) =>
    cluster.kubectl(['rollout', ...args, `--namespace=${namespace}`]);
  const waitForRollout = () => rollout('status', workload, '--timeout=90s');
  const fixture = {
    job: async (image: string) => fixture.rollOut(image),
    async rollOut(image: string) {
      await cluster.apply(buildManifests(image));
      await waitForRollout();
    },
    async applyPaused(image: string) {
      await cluster.apply(buildManifests(image, { paused: true }));
    },
    async resume() {
      await rollout('resume', workload);
      await waitForRollout();
    },
  };
  const gitHub = await startGitHub(image => fixture.job(image));
  const config = adaptExample({ gitHub, kubeconfig, namespace, url });
  const { plugin, collected } = collectProviders();
  const modules = await startTestBackend({
    features: [
      plugin,
      deploymentsModuleGitHub,
      deploymentsModuleKubernetes,
      mockServices.rootConfig.factory({ data: config }),
    ],
  });
  const portal = await createTestPortal({
    knex,
    target: new TestTarget(),
    targets: collected.targets,
    config,
    confirmWithinMs,
    entity: {
      ...ENTITY,
      metadata: {
        ...ENTITY.metadata,
        annotations: {
          'github.com/project-slug': 'acme/checkout',
          'backstage.io/managed-by-location':
            'url:https://github.com/acme/checkout/blob/main/catalog-info.yaml',
        },
      },
    },
  });
  await portal.engine.start();

  const until: GitHubWithCluster['until'] = async (id, holds) => {
    for (const end = Date.now() + TIMEOUT_MS; ; await sleep(100)) {
      const state = await portal.state(id);
      if (holds(state)) return state;
      if (isTerminal(state.status) || Date.now() > end) {
        throw new Error(`Unexpected: ${JSON.stringify(state, null, 1)}`);
      }
    }
  };
  return Object.assign(fixture, {
    gitHub,
    portal,
    async deploy(version: keyof Images) {
      return portal.deploy(await portal.version(version, images[version]), {
        environment: 'staging',
      });
    },
    until,
    untilEnded: (id: string) => until(id, ({ status }) => isTerminal(status)),
    listDispatchedImages: () =>
      gitHub.runs().map(({ inputs }) => inputs.image!),
    async fetchVersion(expected: keyof Images) {
      for (const end = Date.now() + 20_000; ; await sleep(200)) {
        const version = await fetch(`${url}/version`).then(
          async response => (await response.json()).version,
          error => String(error),
        );
        if (version === expected || Date.now() > end) return version;
      }
    },
    async dispose() {
      await portal.engine.stop();
      await modules.stop();
      const violations = gitHub.violations();
      await gitHub.close();
      await cluster.deleteNamespace(namespace);
      if (violations.length > 0) throw new Error(JSON.stringify(violations));
    },
  });
}

/** Starts a GitHub with the repository of the service, whose workflow passes its image to a function. */
async function startGitHub(
  job: (image: string) => Promise<void>,
): Promise<GitHubStandIn> {
  const gitHub = await startGitHubStandIn({ profile: 'github.com' });
  gitHub.addRepository({ ...REPOSITORY, defaultBranch: 'main' });
  gitHub.addWorkflow(REPOSITORY, {
    file: 'deploy.yml',
    name: 'Deploy',
    inputs: {
      version: { required: true },
      image: { required: true },
      environment: { required: true },
      slipway_key: { required: false },
    },
    runNameTemplate:
      'Deploy ${{ inputs.version }} to ${{ inputs.environment }} ${{ inputs.slipway_key }}',
    environment: { name: '${{ inputs.environment }}' },
    jobs: [
      {
        name: 'deploy',
        steps: [
          { name: './deploy.sh', run: ({ inputs }) => job(inputs.image!) },
        ],
      },
    ],
  });
  return gitHub;
}

/**
 * Reads app-config.github.yaml, with this test's addresses and credentials, and with shorter times. Production is left
 * out with the Alertmanager that it needs.
 */
function adaptExample(options: {
  gitHub: GitHubStandIn;
  kubeconfig: string;
  namespace: string;
  url: string;
}): JsonObject {
  const { gitHub, kubeconfig, namespace, url } = options;
  const { integrations, deployments } = parse(readFileSync(EXAMPLE, 'utf8'));
  const { alertmanager: _, ...rest } = deployments;
  const { staging } = deployments.environments;
  const { responds } = deployments.checks;
  const { workflow } = deployments.goldenPaths;
  return {
    integrations: {
      github: integrations.github.map((each: JsonObject) => ({
        ...each,
        apiBaseUrl: gitHub.url,
        token: gitHub.token,
      })),
    },
    deployments: {
      ...rest,
      kubernetes: { clusters: { company: { kubeconfig } } },
      environments: {
        staging: {
          ...staging,
          observe: { ...staging.observe, namespace, url },
        },
      },
      checks: { responds: { ...responds, every: '500ms', failFor: '2s' } },
      goldenPaths: {
        workflow: {
          ...workflow,
          steps: workflow.steps.map((step: { id: string; with: JsonObject }) =>
            step.id === 'watch'
              ? { ...step, with: { ...step.with, for: '3s' } }
              : step,
          ),
        },
      },
    },
  };
}
