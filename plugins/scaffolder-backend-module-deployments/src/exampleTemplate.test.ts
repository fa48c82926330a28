import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import {
  createTemplateAction,
  scaffolderActionsExtensionPoint,
} from '@backstage/plugin-scaffolder-node';
import request from 'supertest';
import { parse } from 'yaml';
import scaffolderModule from './index';

jest.setTimeout(120_000);

const FOLDER = resolve(
  __dirname,
  '../../../examples/templates/deploy-with-slipway',
);
const CATALOG_FILE = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: checkout
`;

it('the example template annotates a service and adds a workflow that registers versions', async () => {
  const published: Record<string, unknown>[] = [];
  /** Instead of GitHub. */
  const publishModule = createBackendModule({
    pluginId: 'scaffolder',
    moduleId: 'test-publish',
    register(env) {
      env.registerInit({
        deps: { actions: scaffolderActionsExtensionPoint },
        async init({ actions }) {
          actions.addActions(
            createTemplateAction({
              id: 'publish:github:pull-request',
              schema: { output: { remoteUrl: z => z.string() } },
              async handler({ input, output, workspacePath }) {
                const read = async (path: string) =>
                  parse(await readFile(join(workspacePath, path), 'utf8'));
                published.push({
                  ...input,
                  catalog: await read('catalog-info.yaml'),
                  workflow: await read(
                    '.github/workflows/register-version.yml',
                  ),
                });
                output('remoteUrl', 'https://github.com/shop/checkout/pull/1');
              },
            }),
          );
        },
      });
    },
  });
  const readUrl = jest.fn(async (_url: string) => ({
    buffer: async () => Buffer.from(CATALOG_FILE),
  }));
  const template = parse(readFileSync(join(FOLDER, 'template.yaml'), 'utf8'));
  template.metadata.annotations = {
    'backstage.io/managed-by-location': `file:${join(FOLDER, 'template.yaml')}`,
  };
  const backend = await startTestBackend({
    features: [
      scaffolderPlugin,
      scaffolderModule,
      publishModule,
      mockServices.urlReader.mock({ readUrl }).factory,
      catalogServiceMock.factory({
        entities: [
          template,
          {
            apiVersion: 'backstage.io/v1alpha1',
            kind: 'User',
            metadata: { name: 'ana', namespace: 'default' },
            spec: { memberOf: [] },
          },
        ],
      }),
    ],
  });
  const send = (method: 'get' | 'post', path: string) =>
    request(backend.server)
      [method](`/api/scaffolder/v2/tasks${path}`)
      .set('authorization', mockCredentials.user.header('user:default/ana'));

  const created = await send('post', '').send({
    templateRef: 'template:default/deploy-with-slipway',
    values: {
      service: 'component:default/checkout',
      repository: 'github.com?owner=shop&repo=checkout',
      goldenPath: 'web-pages',
    },
  });
  expect(created.status).toBe(201);
  let task: { status: string };
  do {
    await new Promise(done => setTimeout(done, 100));
    task = (await send('get', `/${created.body.id}`)).body;
  } while (['open', 'processing'].includes(task.status));
  const events = await send('get', `/${created.body.id}/events`);
  await backend.stop();

  expect({
    status: task.status,
    log: events.body.map(({ body }: any) => body.message),
  }).toMatchObject({ status: 'completed' });
  expect(readUrl.mock.calls[0][0]).toBe(
    'https://github.com/shop/checkout/blob/HEAD/catalog-info.yaml',
  );
  const [{ catalog, workflow, ...input }] = published as any[];
  expect(input).toMatchObject({
    repoUrl: 'github.com?owner=shop&repo=checkout',
    branchName: 'deploy-with-slipway',
  });
  expect(catalog.metadata).toEqual({
    name: 'checkout',
    annotations: { 'slipway/golden-path': 'web-pages' },
  });
  expect(workflow.jobs.register.steps[2]).toEqual({
    uses: 'acme/slipway/actions/register-version@v1',
    with: {
      api: 'https://portal.example.com/api/deployments',
      token: '${{ secrets.SLIPWAY_TOKEN }}',
      service: 'component:default/checkout',
      name: '${{ github.ref_name }}',
      artifact:
        'registry.example.com/checkout@${{ steps.build.outputs.digest }}',
    },
  });
});
