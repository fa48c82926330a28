import {
  createGitHubFixture,
  REPOSITORY,
  type GitHubFixture,
} from '../__testUtils__/gitHubFixture';
import { createCaller, VERSIONS } from '../__testUtils__/requests';

const ENTITY = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'checkout',
    annotations: {
      'github.com/project-slug': 'acme/checkout',
      'backstage.io/managed-by-location':
        'url:https://github.com/acme/checkout/blob/main/catalog-info.yaml',
    },
  },
};

describe('the workflows that could deploy a service', () => {
  let fixture: GitHubFixture;
  afterEach(() => fixture.dispose());
  const discover = (settings = fixture.serviceEnvironment.settings) =>
    fixture.createTarget().discover!({
      entity: ENTITY,
      environment: fixture.serviceEnvironment.environment,
      settings,
      signal: AbortSignal.timeout(10_000),
    });

  it('include the one of the settings, with what runs and nothing missing', async () => {
    fixture = await createGitHubFixture();
    await createCaller(
      fixture.createTarget(),
      fixture.serviceEnvironment,
      'one',
    ).deploy(VERSIONS.first);
    expect(await discover()).toMatchObject([
      {
        title: 'Workflow deploy.yml of acme/checkout',
        observation: { instances: [{ versionName: '1.4.1' }] },
        missing: [],
      },
    ]);
  });

  it('are those of the repository of the service if the settings name none', async () => {
    fixture = await createGitHubFixture();
    const found = await discover({});
    expect(found.map(({ title }) => title)).toEqual([
      'Workflow deploy.yml of acme/checkout',
      'Workflow remove.yml of acme/checkout',
    ]);
    expect(found[0]?.missing).toMatchObject([
      {
        message: expect.stringContaining('version, image, environment'),
        remedy: { language: 'yaml' },
      },
    ]);
  });

  it('say which lines they lack', async () => {
    fixture = await createGitHubFixture({ hasKeyInput: false });
    fixture.gitHub.addWorkflow(REPOSITORY, {
      file: 'nightly.yml',
      name: 'Nightly',
      isDispatchable: false,
      jobs: [{ name: 'x', steps: [] }],
    });
    const [deploy] = await discover();
    expect(deploy?.missing).toMatchObject([
      {
        message: expect.stringContaining('slipway_key'),
        remedy: { text: expect.stringContaining('run-name: ') },
      },
    ]);
    const [nightly] = await discover({
      repository: 'acme/checkout',
      workflow: 'nightly.yml',
    });
    expect(nightly?.missing).toMatchObject([
      { message: expect.stringContaining('workflow_dispatch') },
    ]);
  });
});
