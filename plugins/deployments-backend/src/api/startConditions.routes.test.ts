import {
  type TestBackend,
  TestDatabases,
  mockCredentials,
} from '@backstage/backend-test-utils';
import type { StartConditionResult } from '@slipway/backstage-plugin-deployments-node';
import request from 'supertest';
import { z } from 'zod';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import { CONFIG, SERVICE } from '../application/__testUtils__/testPortal';
import { mismatches } from './__testUtils__/documented';
import { startPortal } from './__testUtils__/startPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

/** The plugin as a portal starts it, with a condition that a test decides. */
describe('start conditions over the API', () => {
  const target = new TestTarget();
  let answer: StartConditionResult;
  let backend: TestBackend;

  beforeAll(async () => {
    const config = JSON.parse(JSON.stringify(CONFIG));
    config.deployments.environments.production.startConditions = {
      releases: { provider: 'calendar', calendar: '{{ service.name }}' },
    };
    backend = await startPortal({
      knex: await databases.init('SQLITE_3'),
      target,
      config,
      startConditionProvider: {
        id: 'calendar',
        schema: z.strictObject({ calendar: z.string() }),
        describe: () => 'the calendar is free',
        evaluate: async () => answer,
      },
    });
  });

  afterAll(async () => {
    await backend.stop();
  });

  type Path = Parameters<typeof mismatches>[0];

  /** Sends a request, and validates the response against the document. */
  async function call(
    method: 'get' | 'post',
    path: Path,
    parameters: Record<string, string>,
    body?: object,
  ) {
    const url = path.replace(/\{(\w+)\}/g, (_, name) =>
      encodeURIComponent(parameters[name]),
    );
    const req = request(backend.server)
      [method](`/api/deployments${url}`)
      .set('Authorization', mockCredentials.user.header('user:default/ana'));
    const res = await (body ? req.send(body) : req);
    expect(mismatches(path, method, res)).toEqual([]);
    return res.body;
  }

  it('block the plan and the deployment, and name the condition, until a person overrides them', async () => {
    answer = {
      state: 'unmet',
      message: 'A release runs.',
      links: [
        { title: 'Calendar', url: 'https://calendar.example.com' },
        { title: 'Files', url: 'ftp://files.example.com' },
      ],
    };
    const { id: versionId } = await call(
      'post',
      '/services/{ref}/versions',
      { ref: SERVICE },
      { name: '2.0.0', artifact: 'sha256:2.0.0' },
    );
    const body = { service: SERVICE, environment: 'production', versionId };
    const blocker = {
      kind: 'condition',
      condition: 'releases',
      message: 'A release runs.',
      ask: ['group:default/team-a'],
      links: [{ title: 'Calendar', url: 'https://calendar.example.com' }],
      overridable: true,
    };
    const plan = await call('post', '/deployments/plan', {}, body);
    expect(plan).toMatchObject({ canStart: false, blockers: [blocker] });

    const { id } = await call('post', '/deployments', {}, body);
    const read = () => call('get', '/deployments/{id}', { id });
    const until = async (isSo: (state: any) => boolean) => {
      let state = await read();
      while (!isSo(state)) {
        await new Promise(resolve => setTimeout(resolve, 50));
        state = await read();
      }
      return state;
    };
    const queued = await until(({ blockers }) => blockers?.length > 0);
    expect(queued).toMatchObject({ status: 'queued', blockers: [blocker] });
    expect(target.traffic(SERVICE, 'production')).toEqual({});

    const overridden = await call(
      'post',
      '/deployments/{id}/commands',
      { id },
      {
        type: 'override',
        commandId: 'override-1',
        reason: 'Agreed with the team',
      },
    );
    expect(overridden).not.toHaveProperty('error');
    expect(await until(({ finishedAt }) => finishedAt)).toMatchObject({
      status: 'succeeded',
    });
  });
});
