import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import deploymentsPlugin from '@slipway/backstage-plugin-deployments-backend';
import {
  deploymentsExtensionPoint,
  type DeploymentTarget,
} from '@slipway/backstage-plugin-deployments-node';
import request from 'supertest';
import scaffolderModule from './index';

jest.setTimeout(120_000);

const ANA = 'user:default/ana';

async function refuse(): Promise<never> {
  throw new Error('Nothing is deployed here');
}

/** Nothing runs, because every deployment of these tests waits for an approval. */
const target: DeploymentTarget = {
  id: 'test',
  capabilities: [],
  validateSettings: () => [],
  observe: async () => ({ at: Date.now(), instances: [] }),
  apply: refuse,
  poll: refuse,
  finalize: refuse,
  abort: refuse,
  cancel: refuse,
};

const targetModule = createBackendModule({
  pluginId: 'deployments',
  moduleId: 'test-target',
  register(env) {
    env.registerInit({
      deps: { deployments: deploymentsExtensionPoint },
      async init({ deployments }) {
        deployments.addTarget(target);
      },
    });
  },
});

const TEMPLATE = {
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: { name: 'release', namespace: 'default' },
  spec: {
    type: 'release',
    parameters: { properties: { service: { type: 'string' } } },
    steps: [
      {
        id: 'register',
        name: 'Register',
        action: 'deployments:register-version',
        input: {
          service: '${{ parameters.service }}',
          name: '1.4.2',
          artifact: 'registry.example.com/checkout:1.4.2',
          commitId: '0123abcd',
        },
      },
      {
        id: 'deploy',
        name: 'Deploy',
        action: 'deployments:deploy',
        input: {
          service: '${{ parameters.service }}',
          environment: 'production',
          // The id of a dry run doesn't exist.
          artifact: 'registry.example.com/checkout:1.4.2',
          reason: 'A new service',
        },
      },
    ],
    output: {
      versionId: '${{ steps.register.output.versionId }}',
      deploymentId: '${{ steps.deploy.output.deploymentId }}',
      path: '${{ steps.deploy.output.path }}',
      status: '${{ steps.deploy.output.status }}',
    },
  },
};

/** A template whose second deployment is the first one once more, as when a task is repeated. */
const [REGISTER, DEPLOY] = TEMPLATE.spec.steps;
const REPEATED = {
  ...TEMPLATE,
  metadata: { name: 'repeated', namespace: 'default' },
  spec: {
    ...TEMPLATE.spec,
    steps: [REGISTER, DEPLOY, { ...DEPLOY, id: 'again' }],
    output: {
      first: '${{ steps.deploy.output.deploymentId }}',
      second: '${{ steps.again.output.deploymentId }}',
    },
  },
};

describe('the actions in the scaffolder', () => {
  let backend: TestBackend;

  beforeAll(async () => {
    backend = await startTestBackend({
      features: [
        deploymentsPlugin,
        targetModule,
        scaffolderPlugin,
        scaffolderModule,
        mockServices.rootConfig.factory({
          data: {
            deployments: {
              environments: {
                production: {
                  tier: 'production',
                  target: { provider: 'test' },
                  approvals: { managers: { from: ['group:default/managers'] } },
                },
              },
              goldenPaths: {
                web: {
                  title: 'Web service',
                  for: { kind: 'component' },
                  steps: [
                    { id: 'deploy', use: 'deploy' },
                    { id: 'retire', use: 'finalize' },
                  ],
                },
              },
            },
          },
        }),
        catalogServiceMock.factory({
          entities: [
            {
              apiVersion: 'backstage.io/v1alpha1',
              kind: 'Component',
              metadata: { name: 'checkout', namespace: 'default' },
              spec: { type: 'service', owner: 'team-a' },
            },
            {
              apiVersion: 'backstage.io/v1alpha1',
              kind: 'User',
              metadata: { name: 'ana', namespace: 'default' },
              spec: { memberOf: [] },
            },
            TEMPLATE,
            REPEATED,
          ],
        }),
        actionsRegistryServiceMock.factory(),
      ],
    });
  });
  afterAll(() => backend.stop());

  const send = (method: 'get' | 'post', path: string) =>
    request(backend.server)
      [method](`/api/${path}`)
      .set('authorization', mockCredentials.user.header(ANA));

  /** Runs the template, and returns the task's status, output and log. */
  async function run(service: string, template = 'release') {
    const created = await send('post', 'scaffolder/v2/tasks').send({
      templateRef: `template:default/${template}`,
      values: { service },
    });
    expect(created.status).toBe(201);
    const path = `scaffolder/v2/tasks/${created.body.id}`;
    let status: string;
    do {
      await new Promise(resolve => setTimeout(resolve, 100));
      status = (await send('get', path)).body.status;
    } while (['open', 'processing'].includes(status));
    const events: {
      body: { message: string; output?: Record<string, string> };
    }[] = (await send('get', `${path}/events`)).body;
    return {
      status,
      output: events.find(({ body }) => body.output)?.body.output,
      log: events.map(({ body }) => body.message).join('\n'),
    };
  }

  it('register a version and deploy it in the name of the person', async () => {
    const { status, output, log } = await run('checkout');
    expect(log).toContain(
      'The version 1.4.2 of component:checkout is registered.',
    );
    expect(status).toBe('completed');
    expect(output).toMatchObject({
      path: `/deployments/${output?.deploymentId}`,
      status: 'queued',
    });
    const { body } = await send(
      'get',
      `deployments/deployments/${output?.deploymentId}`,
    );
    expect(body).toMatchObject({
      service: 'component:default/checkout',
      environment: 'production',
      version: {
        id: output?.versionId,
        name: '1.4.2',
        commitId: '0123abcd',
      },
      reason: 'A new service',
      requestedBy: { principal: ANA },
    });
  });

  it('deploy once if a task repeats its request', async () => {
    const { status, output } = await run('checkout', 'repeated');
    expect(status).toBe('completed');
    expect(output?.first).toEqual(expect.any(String));
    expect(output?.second).toBe(output?.first);
  });

  it('say what to do if the service does not exist', async () => {
    const { status, log } = await run('chekout');
    expect(status).toBe('failed');
    expect(log).toContain(
      "There is no component:default/chekout in the catalog, or you don't have access to it. Check the entity ref.",
    );
  });

  it('change nothing in a dry run, and say what would block', async () => {
    const before = await send('get', 'deployments/deployments');
    const response = await send('post', 'scaffolder/v2/dry-run').send({
      template: TEMPLATE,
      values: { service: 'checkout' },
      secrets: {},
      directoryContents: [],
    });
    expect(response.status).toBe(200);
    const log = JSON.stringify(response.body.log);
    expect(log).toContain('The version 1.4.2 of component:checkout would be');
    expect(log).toContain('It would follow the golden path Web service.');
    expect(log).toContain('It could not start yet: ');
    expect(response.body.output).toMatchObject({ deploymentId: 'dry-run' });
    const after = await send('get', 'deployments/deployments');
    expect(after.body.items).toHaveLength(before.body.items.length);
  });

  it('run dry without a version that a step before would register', async () => {
    const template = JSON.parse(JSON.stringify(TEMPLATE));
    const { input } = template.spec.steps[1];
    input.versionId = '${{ steps.register.output.versionId }}';
    delete input.artifact;
    const response = await send('post', 'scaffolder/v2/dry-run').send({
      template,
      values: { service: 'checkout' },
      secrets: {},
      directoryContents: [],
    });
    expect(response.status).toBe(200);
    expect(JSON.stringify(response.body.log)).toContain(
      'There is no plan, because the version is not registered in a dry run.',
    );
  });
});
