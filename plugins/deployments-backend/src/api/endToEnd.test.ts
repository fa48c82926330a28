import http from 'node:http';
import {
  type TestBackend,
  TestDatabases,
  mockCredentials,
} from '@backstage/backend-test-utils';
import type { Deployment } from '@slipway/backstage-plugin-deployments-common';
import request from 'supertest';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import { SERVICE } from '../application/__testUtils__/testPortal';
import { mismatches } from './__testUtils__/documented';
import { startPortal } from './__testUtils__/startPortal';

jest.setTimeout(60_000);

const ref = encodeURIComponent(SERVICE);
const ANA = 'user:default/ana';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

/** The plugin as a portal starts it, with a target in memory. Nothing is mocked between the routes and the database. */
describe.each(databases.eachSupportedId())('the API over %s', databaseId => {
  const target = new TestTarget();
  let backend: TestBackend;

  beforeAll(async () => {
    const knex = await databases.init(databaseId);
    backend = await startPortal({
      ...{ knex, target },
      versionSource: {
        id: 'registry',
        list: async () => {
          throw new Error('the registry sleeps');
        },
      },
    });
  });

  afterAll(async () => {
    await backend.stop();
  });

  type Path = Parameters<typeof mismatches>[0];
  type Method = 'get' | 'post' | 'put' | 'delete';

  /** Sends a request as ana, and validates the response against the document. */
  async function call(
    method: Method,
    path: Path,
    parameters: Record<string, string> = {},
    options: { query?: string; body?: object; key?: string } = {},
  ) {
    const url = path.replace(/\{(\w+)\}/g, (_, name) =>
      encodeURIComponent(parameters[name]),
    );
    let req = request(backend.server)
      [method](`/api/deployments${url}${options.query ?? ''}`)
      .set('Authorization', mockCredentials.user.header(ANA));
    if (options.key) req = req.set('Idempotency-Key', options.key);
    const res = await (options.body ? req.send(options.body) : req);
    expect(mismatches(path, method, res)).toEqual([]);
    return res;
  }

  async function register(name: string) {
    const { body } = await call(
      'post',
      '/services/{ref}/versions',
      { ref: SERVICE },
      {
        body: {
          name,
          artifact: `sha256:${name}`,
          commits: [{ id: `c-${name}`, message: `Make ${name}` }],
        },
      },
    );
    return body.id as string;
  }

  async function until(id: string, isSo: (d: Deployment) => boolean) {
    for (;;) {
      const { body } = await call('get', '/deployments/{id}', { id });
      if (isSo(body)) return body as Deployment;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }

  const ended = (id: string) => until(id, d => d.finishedAt !== undefined);

  async function deployed(versionId: string, environment = 'production') {
    const created = await call(
      'post',
      '/deployments',
      {},
      { body: { service: SERVICE, environment, versionId } },
    );
    expect(created.status).toBe(201);
    return ended(created.body.id);
  }

  /** The whole stream, as blocks of text by id. */
  function stream(id: string, lastEventId?: string): Promise<string[]> {
    return new Promise((resolve, reject) => {
      http
        .get(
          `http://localhost:${backend.server.port()}/api/deployments/deployments/${id}/events`,
          {
            headers: {
              Accept: 'text/event-stream',
              Authorization: mockCredentials.user.header(ANA),
              ...(lastEventId ? { 'Last-Event-ID': lastEventId } : {}),
            },
          },
          res => {
            let text = '';
            res.setEncoding('utf8');
            res.on('data', chunk => {
              text += chunk;
            });
            res.on('end', () =>
              resolve(text.split('\n\n').filter(b => b.startsWith('id:'))),
            );
          },
        )
        .on('error', reject);
    });
  }

  it('fails on responses that do not match the document', async () => {
    const { body } = await call('get', '/environments');
    expect(
      mismatches('/environments', 'get', {
        status: 200,
        body: { items: [{ ...body.items[0], tier: 'moon' }] },
      }),
    ).toEqual([expect.stringContaining('/items/0/tier')]);
    expect(
      mismatches('/environments', 'get', { status: 418, body: {} }),
    ).toHaveLength(1);
  });

  it('registers a version once, and rejects other facts about it', async () => {
    const path = '/services/{ref}/versions' as const;
    const body = { name: '0.9.0', artifact: 'sha256:once' };
    const first = await call('post', path, { ref: SERVICE }, { body });
    const second = await call('post', path, { ref: SERVICE }, { body });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body.id).toBe(first.body.id);
    const other = await call(
      'post',
      path,
      { ref: SERVICE },
      { body: { ...body, name: '0.9.1' } },
    );
    expect(other.status).toBe(409);
    const list = await call('get', path, { ref: SERVICE });
    expect(list.body.items[0].name).toBe('0.9.0');
    expect(list.body.warnings).toEqual([
      expect.stringContaining('the registry sleeps'),
    ]);
  });

  it('plans the first deployment as a step forward from nothing', async () => {
    const versionId = await register('1.0.0');
    const { body } = await call(
      'post',
      '/deployments/plan',
      {},
      { body: { service: SERVICE, environment: 'staging', versionId } },
    );
    expect(body.diff).toMatchObject({ direction: 'forward' });
    expect(body.diff?.from).toBeUndefined();
  });

  it('creates one deployment for simultaneous requests with one key', async () => {
    const versionId = await register('1.0.0');
    const send = () =>
      call(
        'post',
        '/deployments',
        {},
        {
          key: 'run-0001',
          body: { service: SERVICE, environment: 'staging', versionId },
        },
      );
    const answers = await Promise.all([send(), send(), send(), send()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([
      200, 200, 200, 201,
    ]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    await ended(answers[0].body.id);
  });

  it('returns the same history as a stream, as records and as state', async () => {
    const versionId = await register('1.1.0');
    const { body: created } = await call(
      'post',
      '/deployments',
      {},
      { body: { service: SERVICE, environment: 'staging', versionId } },
    );
    const live = await stream(created.id);
    const state = await ended(created.id);
    expect(state.status).toBe('succeeded');
    expect(state.diff?.commits.map(({ id }) => id)).toEqual(['c-1.1.0']);
    expect(state.commitCount).toBe(1);
    expect(state.trafficHistory?.at(-1)?.weight).toBe(100);
    const watch = state.steps.find(({ id }) => id === 'watch')!;
    expect(watch.checkStates?.[0]).toMatchObject({
      name: 'availability',
      verdict: 'passed',
      failed: 0,
    });
    expect(watch.checks[0].condition).toContain('99 %');

    const replay = await stream(created.id);
    expect(replay.at(-1)).toContain('event: end');
    const by = (blocks: string[], kind: string) =>
      blocks
        .filter(block => block.includes(`\nevent: ${kind}\n`))
        .map(block => JSON.parse(block.split('\ndata: ')[1]));
    const [events, measurements, logs] = await Promise.all([
      call('get', '/deployments/{id}/events', { id: created.id }),
      call('get', '/deployments/{id}/measurements', { id: created.id }),
      call('get', '/deployments/{id}/logs', { id: created.id }),
    ]);
    expect(measurements.body.items.length).toBeGreaterThan(1);
    for (const blocks of [live, replay]) {
      expect(by(blocks, 'event')).toEqual(events.body.items);
      expect(by(blocks, 'measurement')).toEqual(measurements.body.items);
      expect(by(blocks, 'log')).toEqual(logs.body.items);
    }
    for (let cut = 0; cut < replay.length - 1; cut += 5) {
      const id = /^id: (\S+)/.exec(replay[cut])![1];
      expect(await stream(created.id, id)).toEqual(replay.slice(cut + 1));
    }
  });

  it('shows the running version and the last known good version', async () => {
    const versionId = await register('1.2.0');
    await deployed(versionId);
    const overview = await call('get', '/services/{ref}/overview', {
      ref: SERVICE,
    });
    const production = overview.body.environments.find(
      (e: { environment: { name: string } }) =>
        e.environment.name === 'production',
    );
    expect(production).toMatchObject({
      current: {
        version: { name: '1.2.0' },
        by: ANA,
        verification: 'passed',
      },
      lastKnownGood: { version: { name: '1.2.0' } },
      last: { status: 'succeeded' },
      queued: [],
      health: { status: 'healthy' },
      traffic: [{ versionName: '1.2.0', weight: 100 }],
      // No version ran before it, so there is nothing to roll back to.
      actions: { deploy: true, rollback: false, restart: true, remove: true },
    });
    const services = await call('get', '/services');
    expect(services.body.totalItems).toBe(1);
    const versions = await call('get', '/services/{ref}/versions', {
      ref: SERVICE,
    });
    expect(
      versions.body.items.find((v: { id: string }) => v.id === versionId),
    ).toMatchObject({
      environments: ['production'],
      lastKnownGoodIn: ['production'],
    });
  });

  it('rolls back a finished deployment', async () => {
    const bad = await deployed(await register('1.3.0'));
    const created = await call(
      'post',
      '/deployments',
      {},
      {
        body: {
          service: SERVICE,
          environment: 'production',
          kind: 'rollback',
          reverts: bad.id,
          reason: 'Hurts',
        },
      },
    );
    expect(created.status).toBe(201);
    expect(created.body.steps.length).toBeGreaterThanOrEqual(0);
    const done = await ended(created.body.id);
    expect(done).toMatchObject({
      kind: 'rollback',
      status: 'succeeded',
      version: { name: '1.2.0' },
      reverts: bad.id,
    });
  });

  it('lists with filters and cursors', async () => {
    const all = await call('get', '/deployments');
    expect(all.body.items.length).toBeGreaterThan(3);
    const collected: string[] = [];
    let cursor = '';
    do {
      const page = await call(
        'get',
        '/deployments',
        {},
        { query: `?limit=2${cursor && `&cursor=${cursor}`}` },
      );
      collected.push(...page.body.items.map((d: { id: string }) => d.id));
      cursor = page.body.nextCursor ?? '';
    } while (cursor);
    expect(collected).toEqual(all.body.items.map((d: { id: string }) => d.id));
    const rollbacks = await call(
      'get',
      '/deployments',
      {},
      { query: `?kind=rollback&service=${ref}&requestedBy=${ANA}` },
    );
    expect(rollbacks.body.items).toHaveLength(1);
    const bad = await call('get', '/deployments', {}, { query: '?cursor=x' });
    expect(bad.status).toBe(400);
  });

  it('shows the quarantine of a version in its plan', async () => {
    const versionId = await register('1.4.0');
    const path = '/services/{ref}/versions/{versionId}/quarantine' as const;
    const parameters = { ref: SERVICE, versionId };
    const placed = await call('put', path, parameters, {
      body: { reason: 'CVE' },
    });
    expect(placed.body.quarantined).toMatchObject({ reason: 'CVE', by: ANA });
    const plan = () =>
      call(
        'post',
        '/deployments/plan',
        {},
        { body: { service: SERVICE, environment: 'staging', versionId } },
      );
    const blocked = await plan();
    expect(blocked.body).toMatchObject({ canStart: false });
    expect(blocked.body.blockers[0].kind).toBe('quarantine');
    const lifted = await call('delete', path, parameters, {
      query: '?reason=Not%20reachable',
    });
    expect(lifted.status).toBe(200);
    expect((await plan()).body.canStart).toBe(true);
  });

  it('blocks deployments by a hold until it is lifted', async () => {
    const path = '/services/{ref}/environments/{environment}/hold' as const;
    const parameters = { ref: SERVICE, environment: 'staging' };
    const placed = await call('put', path, parameters, {
      body: { reason: 'Incident' },
    });
    expect(placed.body.hold).toMatchObject({ reason: 'Incident' });
    const versionId = await register('1.5.0');
    const { body: created } = await call(
      'post',
      '/deployments',
      {},
      { body: { service: SERVICE, environment: 'staging', versionId } },
    );
    const waiting = await until(
      created.id,
      ({ blockers }) => blockers.length > 0,
    );
    expect(waiting).toMatchObject({
      status: 'queued',
      blockers: [{ kind: 'hold' }],
    });
    // People who can lift the hold are not offered to override it.
    expect(waiting.commands.map(({ type }) => type)).not.toContain('override');
    await call('post', path, parameters, { body: { reason: 'Over' } });
    expect((await ended(created.id)).status).toBe('succeeded');
  });

  it('stores the outcome of a command, even if it is refused', async () => {
    const { body: list } = await call(
      'get',
      '/deployments',
      {},
      { query: '?limit=1' },
    );
    const { id } = list.items[0];
    const refused = await call(
      'post',
      '/deployments/{id}/commands',
      { id },
      { body: { type: 'pause', commandId: 'press-0001' } },
    );
    expect(refused.status).toBe(409);
    const outcome = await call(
      'get',
      '/deployments/{id}/commands/{commandId}',
      { id, commandId: 'press-0001' },
    );
    expect(outcome.body).toMatchObject({
      status: 'refused',
      message: refused.body.error.message,
    });
  });

  it('records every action in the audit trail', async () => {
    const { body } = await call('get', '/audit', {}, { query: '?limit=500' });
    const actions = body.items.map((e: { action: string }) => e.action);
    expect(actions).toEqual(
      expect.arrayContaining([
        'version.registered',
        'version.quarantined',
        'version.released',
        'hold.placed',
        'hold.lifted',
        'deployment.pause',
      ]),
    );
    const released = body.items.find(
      (e: { action: string }) => e.action === 'version.released',
    );
    expect(released.reason).toBe('Not reachable');
  });

  it.each([
    ['/environments', {}],
    ['/golden-paths', {}],
    ['/health', {}],
    ['/deployments/{id}', { id: "x' OR '1'='1" }],
    ['/services/{ref}/overview', { ref: 'component:default/%' }],
    ['/deployments/{id}/logs', { id: '../../audit' }],
  ] as [Path, Record<string, string>][])(
    'responds to %s as documented',
    async (path, parameters) => {
      const res = await call('get', path, parameters);
      expect(res.status).toBeLessThan(500);
    },
  );

  it('says by code that there is no hold to lift', async () => {
    const { status, body } = await call(
      'post',
      '/services/{ref}/environments/{environment}/hold',
      { ref: SERVICE, environment: 'production' },
      { body: { reason: 'Over' } },
    );
    expect(status).toBe(409);
    expect(body.error.sentences).toEqual([{ code: 'refused_hold_none' }]);
  });

  it('stops while a stream is open', async () => {
    await call(
      'put',
      '/services/{ref}/environments/{environment}/hold',
      { ref: SERVICE, environment: 'staging' },
      { body: { reason: 'Keep it queued' } },
    );
    const { body: created } = await call(
      'post',
      '/deployments',
      {},
      {
        body: {
          service: SERVICE,
          environment: 'staging',
          versionId: await register('1.6.0'),
        },
      },
    );
    const open = stream(created.id);
    await new Promise(resolve => setTimeout(resolve, 300));
    await backend.stop();
    expect((await open).at(-1)).not.toContain('event: end');
  });
});
