import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TestDatabases } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import {
  ALICE,
  CONFIG,
  createTestPortal,
  expectReplay,
  SERVICE,
} from '../application/__testUtils__/testPortal';
import type { TestPortal } from '../application/__testUtils__/testPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('a request that cannot be sent', () => {
  let knex: Knex;
  let server: Server;
  let origin: string;
  let calls: string[];
  let portal: TestPortal;
  let secrets: Map<string, string>;

  beforeEach(async () => {
    knex = await databases.init('SQLITE_3');
    calls = [];
    server = createServer((incoming, response) => {
      calls.push(`${incoming.method} ${incoming.url}`);
      response.end('{}');
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    await portal?.engine.stop();
    await knex.destroy();
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });

  /** A golden path with a job before or after the canary. */
  async function start(
    job: JsonObject,
    where: 'first' | 'later' = 'first',
    approvals: JsonObject = {},
  ) {
    const config = JSON.parse(JSON.stringify(CONFIG));
    config.deployments.environments.production.approvals = approvals;
    const { web } = config.deployments.goldenPaths;
    config.deployments.secrets = { token: 'from config' };
    web.inputs = {
      type: 'object',
      properties: { note: { type: 'string' } },
    };
    web.steps.splice(where === 'first' ? 0 : 1, 0, {
      id: 'migrate',
      use: 'http-job',
      retry: { attempts: 1 },
      ...job,
    });
    secrets = new Map([['token', 'fine']]);
    portal = await createTestPortal({
      knex,
      target: new TestTarget(),
      config,
      secrets,
    });
    await portal.engine.start();
  }

  const withNote = () => ({
    with: {
      url: `${origin}/jobs`,
      headers: { 'x-note': '{{ inputs.note }}' },
      undo: { url: `${origin}/undo` },
    },
  });

  async function plan(versionId: string, inputs: JsonObject) {
    const request = { service: SERVICE, environment: 'production', versionId };
    return portal.engine.service.plan({ ...request, inputs }, ALICE);
  }

  it.each([
    ['Größe ✓', 'Step "Migrate": the header x-note cannot be sent'],
    ['a\r\nx-admin: true', 'note: must be one line'],
  ])(
    'fails the deployment’s request and is named in its plan: %j',
    async (note, problem) => {
      await start(withNote());
      const version = await portal.version('1.0.0');
      const planned = await plan(version.id, { note });
      expect(planned.warnings.join()).toContain(problem);
      await expect(
        portal.deploy(version, { inputs: { note } }),
      ).rejects.toThrow(problem);
      expect(await knex('deployments')).toEqual([]);
      expect(calls).toEqual([]);
    },
  );

  it('is named in the plan even if nobody can give its approvals', async () => {
    await start(withNote(), 'first', {
      security: { from: ['group:default/nowhere'] },
    });
    const version = await portal.version('1.0.0');
    const { warnings } = await plan(version.id, {});
    expect(warnings.join()).toContain('“security”');
    expect(warnings.join()).toContain(
      'Step "Migrate": There is no value for {{ inputs.note }}',
    );
  });

  it('does not include a check of the stable URL, which is unknown until the service runs', async () => {
    const config = JSON.parse(JSON.stringify(CONFIG));
    const { checks, goldenPaths } = config.deployments;
    checks['users-answered'] = {
      provider: 'http',
      url: '{{ service.url }}/healthz',
      passes: { status: 200 },
    };
    goldenPaths.web.steps[1].with.checks.push('users-answered');
    portal = await createTestPortal({ knex, target: new TestTarget(), config });
    await portal.engine.start();
    const version = await portal.version('1.0.0');
    expect(await plan(version.id, {})).toMatchObject({
      warnings: [],
      canStart: true,
    });
  });

  it('is refused if an optional input that it needs is missing', async () => {
    await start(withNote());
    const version = await portal.version('1.0.0');
    await expect(portal.deploy(version)).rejects.toThrow(
      'Step "Migrate": There is no value for {{ inputs.note }}',
    );
  });

  it('is refused for a version whose name would change the path of its URL', async () => {
    await start({ with: { url: `${origin}/deploy/{{ version.name }}` } });
    const version = await portal.version('1.0.0');
    // Earlier releases accepted such a name.
    await knex('versions').update({ name: '..' });
    await expect(portal.deploy(version)).rejects.toThrow(
      'A part of a URL must be valid Unicode other than "." and ".."',
    );
  });

  it('counts as no change if nothing listens at its address', async () => {
    const free = createServer();
    await new Promise<void>(resolve => free.listen(0, '127.0.0.1', resolve));
    const { port } = free.address() as AddressInfo;
    await new Promise(resolve => free.close(resolve));
    await start({
      with: {
        url: `http://127.0.0.1:${port}/jobs`,
        undo: { url: `${origin}/undo` },
      },
    });
    await portal.runs(await portal.version('0.9.0'));
    const id = await portal.deploy(await portal.version('1.0.0'));
    const ended = await portal.untilEnded(id);
    expect(ended).toMatchObject({
      status: 'failed',
      mayHaveChanged: false,
      message: expect.stringContaining('Nothing changed'),
    });
    expect(ended.message).toContain('Nothing was sent');
    expect(ended.firstChangeAt).toBeUndefined();
    expect((await portal.serviceEnvironment()).hold).toBeUndefined();
    expect(calls).toEqual([]);
    await expectReplay(knex);
  });

  it('is retried under a new key if it was not sent, and then counts as a change', async () => {
    await start({
      with: { url: `${origin}/jobs`, undo: { url: `${origin}/undo` } },
      retry: { attempts: 2, backoff: { milliseconds: 10 } },
    });
    const { port } = server.address() as AddressInfo;
    await new Promise(resolve => server.close(resolve));
    const id = await portal.deploy(await portal.version('1.0.0'));
    await portal.until(id, ({ steps }) => (steps[0]?.attempt ?? 0) > 1);
    const ended = await portal.untilEnded(id);
    expect(ended).toMatchObject({ status: 'failed', mayHaveChanged: false });
    expect(ended.steps[0]).toMatchObject({ attempt: 2, unsentAttempts: 2 });
    await new Promise<void>(resolve =>
      server.listen(port, '127.0.0.1', resolve),
    );
    await expectReplay(knex);
  });

  it('is not undone by a rollback of earlier changes', async () => {
    await start(
      {
        with: {
          url: `${origin}/jobs`,
          headers: { authorization: '{{ secrets.token }}' },
          undo: { url: `${origin}/undo` },
        },
      },
      'later',
    );
    await portal.runs(await portal.version('0.9.0'));
    const target = portal.options.registry.targets.get('test') as TestTarget;
    const apply = target.apply.bind(target);
    // Somebody changes the secret while the canary is being deployed.
    target.apply = async request => {
      secrets.set('token', 'chang✓d');
      return apply(request);
    };
    const id = await portal.deploy(await portal.version('1.0.0'));
    const ended = await portal.untilEnded(id);
    expect(ended).toMatchObject({
      status: 'rolled_back',
      rollback: {
        message: expect.stringContaining('the header authorization'),
      },
    });
    expect(ended.rollback?.steps.map(({ id: step }) => step)).toEqual([
      'restore',
      'verify',
    ]);
    expect(ended.steps[1]).toMatchObject({
      id: 'migrate',
      status: 'failed',
      attempt: 1,
      unsentAttempts: 1,
      error: { code: 'not-sent' },
    });
    expect(JSON.stringify(ended)).not.toContain('chang✓d');
    expect(calls).toEqual([]);
    await expectReplay(knex);
  });
});
