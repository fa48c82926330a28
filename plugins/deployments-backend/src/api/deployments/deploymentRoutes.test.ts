import { AuthorizeResult } from '@backstage/plugin-permission-common';
import request from 'supertest';
import {
  createDeploymentConditionalDecision,
  deploymentConditions,
} from '../../access/permissionRules';
import { CHECKOUT, SEARCH, toSnapshot } from '../__testUtils__/fixtures';
import {
  ANA,
  CARLA,
  allowAll,
  as,
  asService,
  createTestApi,
} from '../__testUtils__/testApi';

describe('deployments', () => {
  const { app, engine, policy } = createTestApi({
    hidden: user => (user === 'user:default/blind' ? [CHECKOUT] : []),
  });
  const get = (path: string, user = ANA) =>
    request(app).get(path).set('Authorization', as(user));
  const post = (path: string, body: object, user = ANA) =>
    request(app).post(path).set('Authorization', as(user)).send(body);
  let versionId: string;

  async function deploy(service = CHECKOUT, environment = 'staging') {
    const { version } = await engine.register(service, {
      name: '1.0.0',
      artifact: `img-${service}`,
    });
    const { body } = await post('/deployments', {
      service,
      environment,
      versionId: version.id,
    });
    return body;
  }

  beforeEach(async () => {
    policy.current = allowAll;
    engine.deployments.clear();
    engine.keys.clear();
    engine.known.length = 0;
    engine.callers.length = 0;
    const { version } = await engine.register(CHECKOUT, {
      name: '1.4.2',
      artifact: 'img@sha256:2',
    });
    versionId = version.id;
  });

  const body = () => ({ service: CHECKOUT, environment: 'staging', versionId });

  it('are planned without changing anything', async () => {
    const res = await post('/deployments/plan', body());
    expect(res.status).toBe(200);
    expect(res.body).toMatchObject({ planHash: 'hash', canStart: true });
    expect(engine.deployments.size).toBe(0);
  });

  it('are requested in the name of the user', async () => {
    const res = await post('/deployments', { ...body(), reason: 'Rounding' });
    expect(res.status).toBe(201);
    expect(res.body).toMatchObject({
      status: 'queued',
      requestedBy: { principal: ANA, via: 'portal' },
      progress: { total: 2, finished: 0 },
      steps: [{ status: 'pending' }, { status: 'pending' }],
    });
    expect(engine.callers.at(-1)?.user?.ownershipRefs).toContain(
      'group:default/payments',
    );
  });

  it('are requested in the name of a service', async () => {
    const res = await request(app)
      .post('/deployments')
      .set('Authorization', asService())
      .send(body());
    expect(res.status).toBe(201);
    expect(res.body.requestedBy).toEqual({
      principal: expect.stringMatching(/^service:/),
      via: 'api',
    });
  });

  it('are created once when a request is sent twice with one key', async () => {
    const send = (more = {}) =>
      request(app)
        .post('/deployments')
        .set('Authorization', as(ANA))
        .set('Idempotency-Key', 'ci-run-4711')
        .send({ ...body(), ...more });
    const first = await send();
    const second = await send();
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body.id).toBe(first.body.id);
    expect((await send({ reason: 'another' })).status).toBe(409);
    expect(engine.deployments.size).toBe(1);
  });

  it.each([
    ['service', { service: undefined }],
    ['service', { service: 'not a ref' }],
    ['service', { service: 'x'.repeat(301) }],
    ['environment', { environment: undefined }],
    ['environment', { environment: 'moon' }],
    ['environment', { environment: "staging'--" }],
    ['versionId', { versionId: undefined }],
    ['kind', { kind: 'explode' }],
    ['notBefore', { notBefore: 'soon' }],
    ['notBefore', { notBefore: '2027-02-30T10:00:00Z' }],
    ['additional', { force: true }],
    ['reason', { reason: 'x'.repeat(2001) }],
    ['inputs', { inputs: 'none' }],
  ])('are rejected with an invalid %s, by its name', async (field, change) => {
    for (const path of ['/deployments', '/deployments/plan']) {
      const res = await post(path, { ...body(), ...change });
      expect(res.status).toBe(400);
      expect(res.body.error.message).toContain(field);
    }
    expect(engine.deployments.size).toBe(0);
  });

  it('are rejected with a short Idempotency-Key', async () => {
    const res = await request(app)
      .post('/deployments')
      .set('Authorization', as(ANA))
      .set('Idempotency-Key', 'x')
      .send(body());
    expect(res.status).toBe(400);
    expect(res.body.error.message.toLowerCase()).toContain('idempotency-key');
  });

  it('are accepted as hotfixes from people only', async () => {
    const res = await request(app)
      .post('/deployments')
      .set('Authorization', asService())
      .send({ ...body(), hotfix: true });
    expect(res.status).toBe(403);
    expect(res.body.error.message).toContain('signed-in user');
    expect(
      (await post('/deployments', { ...body(), hotfix: true })).status,
    ).toBe(201);
  });

  it.each([
    ['create', {}, 'deployments.deployment.create'],
    ['rollback', { kind: 'rollback' }, 'deployments.deployment.rollback'],
    ['hotfix', { hotfix: true }, 'deployments.deployment.override'],
  ])('need the permission to %s', async (_, change, lacking) => {
    policy.current = permission => ({
      result:
        permission.name === lacking
          ? AuthorizeResult.DENY
          : AuthorizeResult.ALLOW,
    });
    const res = await post('/deployments', { ...body(), ...change });
    expect(res.status).toBe(403);
    expect(res.body.error.message).toContain(lacking);
    expect(engine.deployments.size).toBe(0);

    const plan = await post('/deployments/plan', { ...body(), ...change });
    expect(plan.status).toBe(200);
    expect(plan.body.refusal.message).toContain(lacking);
    policy.current = () => ({ result: AuthorizeResult.ALLOW });
    const own = await post('/deployments/plan', { ...body(), ...change });
    expect(own.body).not.toHaveProperty('refusal');
  });

  it('are rejected in production if the policy allows other environments only', async () => {
    policy.current = permission =>
      permission.name === 'deployments.deployment.create'
        ? createDeploymentConditionalDecision(permission as any, {
            not: deploymentConditions.isTier({ tiers: ['production'] }),
          })
        : { result: AuthorizeResult.ALLOW };
    expect((await post('/deployments', body())).status).toBe(201);
    const production = await post('/deployments', {
      ...body(),
      environment: 'production',
    });
    expect(production.status).toBe(403);
    expect(production.body.error.message).toContain('in production');
  });

  describe('one', () => {
    it('shows the last evaluated plan, its time and its hash while it is queued', async () => {
      const { id } = await deploy();
      const version = (await engine.get(id))!.version;
      const baseline = { id: 'v0', name: '0.9.0', artifact: 'img@sha256:0' };
      const at = Date.parse('2026-03-01T10:00:00Z');
      engine.storedPlans.set(id, {
        at,
        planHash: 'h7',
        snapshot: toSnapshot(CHECKOUT, 'staging', version, baseline),
      });
      const { body: queued } = await get(`/deployments/${id}`);
      expect(queued).toMatchObject({
        status: 'queued',
        planHash: 'h7',
        plannedAt: '2026-03-01T10:00:00.000Z',
        rollbackTarget: { name: '0.9.0' },
        rollbackNote: expect.stringContaining('0.9.0'),
      });
      expect(queued.steps).toHaveLength(2);
      // Nothing has run yet, so there is nothing to stop or to roll back.
      expect(queued.commands.filter((c: any) => c.type === 'rollback')).toEqual(
        [],
      );
      // It has started, so its frozen snapshot counts.
      engine.apply(id, {
        type: 'start',
        snapshot: toSnapshot(CHECKOUT, 'staging', version, baseline),
        planHash: 'h8',
        fence: 1,
      });
      const { body: running } = await get(`/deployments/${id}`);
      expect(running).toMatchObject({ planHash: 'h8' });
      expect(running.plannedAt).toBeUndefined();
    });

    it('shows all details, with measured values and what the reader can do', async () => {
      const { id } = await deploy();
      const version = (await engine.get(id))!.version;
      const baseline = { id: 'v0', name: '0.9.0', artifact: 'img@sha256:0' };
      engine.apply(id, {
        type: 'start',
        snapshot: toSnapshot(CHECKOUT, 'staging', version, baseline),
        planHash: 'h1',
        fence: 1,
      });
      engine.apply(id, { type: 'startStep', stepId: 'deploy', attempt: 1 });
      engine.apply(id, {
        type: 'reportStep',
        stepId: 'deploy',
        attempt: 1,
        result: {
          state: 'succeeded',
          effects: { candidate: { id: 'c1' }, trafficWeight: 10 },
        },
        random: 0,
      });
      engine.apply(id, { type: 'startStep', stepId: 'verify', attempt: 1 });
      engine.measure(id, 'verify', 0.995);
      engine.measure(id, 'verify', 0.999);

      const res = await get(`/deployments/${id}`);
      expect(res.status).toBe(200);
      expect(res.body).toMatchObject({
        status: 'running',
        baseline: { name: '0.9.0' },
        commitCount: 1,
        diff: { commits: [{ id: 'a1b2c3d' }] },
        progress: { total: 2, finished: 1, step: 2, current: 'verify' },
        trafficHistory: [{ weight: 10 }],
        candidate: { id: 'c1' },
        planHash: 'h1',
        onFailure: 'rollback',
      });
      expect(res.body.steps[1].checkStates).toEqual([
        {
          name: 'responds',
          passed: 2,
          failed: 0,
          errors: 0,
          noData: 0,
          measuredThrough: 2,
          worst: { at: expect.any(String), value: 0.995 },
        },
      ]);
      expect(res.body.links).toEqual([
        {
          title: 'Logs',
          url: 'https://logs.example.com/staging?version=1.0.0&candidate=c1',
        },
        {
          title: 'Dashboard',
          url: 'https://grafana.example.com/d/checkout',
        },
      ]);
      const rollback = res.body.commands.find(
        (c: any) => c.type === 'rollback',
      );
      expect(rollback).toMatchObject({
        allowed: true,
        label: expect.any(String),
      });
      expect(JSON.stringify(res.body)).not.toContain('hunter2');
    });

    it('shows why the candidate failed a check, and no links before it starts', async () => {
      const { id, links } = await deploy();
      expect(links).toEqual([]);
      engine.apply(id, {
        type: 'start',
        snapshot: toSnapshot(
          CHECKOUT,
          'staging',
          (await engine.get(id))!.version,
        ),
        planHash: 'h1',
        fence: 1,
      });
      engine.apply(id, { type: 'startStep', stepId: 'deploy', attempt: 1 });
      engine.apply(id, {
        type: 'reportStep',
        stepId: 'deploy',
        attempt: 1,
        result: { state: 'succeeded' },
        random: 0,
      });
      engine.apply(id, { type: 'startStep', stepId: 'verify', attempt: 1 });
      engine.measure(id, 'verify', 0.5);
      const sample = {
        deploymentId: id,
        stepId: 'verify',
        check: 'responds',
        at: Date.parse('2026-11-21T10:01:30Z'),
        requests: [
          {
            at: Date.parse('2026-11-21T10:01:29Z'),
            method: 'GET',
            path: '/orders/***',
            status: 500,
            durationMs: 12,
          },
        ],
        logTail: ['no stock'],
      };
      engine.sampled.push(
        { ...sample, attempt: 1 },
        { ...sample, attempt: 2, logTail: ['another attempt'] },
      );

      const { body: shown } = await get(`/deployments/${id}`);
      expect(shown.steps[1].checkStates[0].failureSample).toEqual({
        at: '2026-11-21T10:01:30.000Z',
        requests: [
          {
            at: '2026-11-21T10:01:29.000Z',
            method: 'GET',
            path: '/orders/***',
            status: 500,
            durationMs: 12,
          },
        ],
        logTail: ['no stock'],
      });
    });

    it('says which permission the reader lacks for a command', async () => {
      const { id } = await deploy();
      policy.current = permission => ({
        result:
          permission.name === 'deployments.deployment.control'
            ? AuthorizeResult.DENY
            : AuthorizeResult.ALLOW,
      });
      const { body: deployment } = await get(`/deployments/${id}`);
      expect(
        deployment.commands.find((c: any) => c.type === 'cancel'),
      ).toMatchObject({
        allowed: false,
        refusal: expect.stringContaining('deployments.deployment.control'),
      });
    });

    it('can be approved only by its approvers, and not by its requester', async () => {
      const { id } = await deploy(CHECKOUT, 'production');
      engine.apply(id, {
        type: 'block',
        blockers: [{ kind: 'approval', message: '0 of 1 approvals' }],
        planHash: 'h1',
      });
      const getApproveSettings = async (user: string) => {
        const { body: deployment } = await get(`/deployments/${id}`, user);
        return deployment.commands.find((c: any) => c.type === 'approve');
      };
      expect(await getApproveSettings(CARLA)).toMatchObject({ allowed: true });
      expect(await getApproveSettings(ANA)).toMatchObject({
        allowed: false,
        refusal: expect.stringContaining('release-managers'),
      });
    });

    it.each(['nope', "1' OR '1'='1", '..%2F..%2Fetc%2Fpasswd', '%3Cb%3E'])(
      'is not %s',
      async id => {
        const res = await get(`/deployments/${id}`);
        expect(res.status).toBe(404);
      },
    );

    it('is not found if the reader may not see its service', async () => {
      const { id } = await deploy();
      for (const path of ['', '/events', '/measurements', '/logs']) {
        const hidden = await get(
          `/deployments/${id}${path}`,
          'user:default/blind',
        );
        expect(hidden.status).toBe(404);
      }
    });
  });

  describe('list', () => {
    it('returns the newest first, filtered and in pages', async () => {
      const first = await deploy(CHECKOUT, 'staging');
      const second = await deploy(SEARCH, 'staging');
      const third = await deploy(CHECKOUT, 'production');
      const all = await get('/deployments');
      expect(all.body.items.map((d: any) => d.id)).toEqual([
        third.id,
        second.id,
        first.id,
      ]);
      const page = await get('/deployments?limit=2');
      expect(page.body.items).toHaveLength(2);
      const rest = await get(
        `/deployments?limit=2&cursor=${page.body.nextCursor}`,
      );
      expect(rest.body.items.map((d: any) => d.id)).toEqual([first.id]);
      expect(rest.body.nextCursor).toBeUndefined();
      const filtered = await get(
        `/deployments?service=${encodeURIComponent(
          CHECKOUT,
        )}&environment=staging&status=queued&status=running&kind=deploy&requestedBy=${encodeURIComponent(
          ANA,
        )}&since=2020-01-01T00:00:00Z`,
      );
      expect(filtered.body.items.map((d: any) => d.id)).toEqual([first.id]);
      const chosen = await get(
        `/deployments?id=${first.id}&id=${third.id}&id=unknown`,
      );
      expect(chosen.body.items.map((d: any) => d.id)).toEqual([
        third.id,
        first.id,
      ]);
    });

    it('fills pages when the catalog hides services', async () => {
      await deploy(SEARCH, 'staging');
      await deploy(CHECKOUT, 'staging');
      await deploy(CHECKOUT, 'production');
      const res = await get('/deployments?limit=1', 'user:default/blind');
      expect(res.body.items.map((d: any) => d.service)).toEqual([SEARCH]);
    });

    it('returns only what the reader may read', async () => {
      await deploy(CHECKOUT, 'staging');
      await deploy(SEARCH, 'staging');
      await deploy(SEARCH, 'production');
      policy.current = permission =>
        createDeploymentConditionalDecision(permission as any, {
          allOf: [
            deploymentConditions.isOwner({ claims: ['Group:default/finders'] }),
            deploymentConditions.isEnvironment({ environments: ['staging'] }),
          ],
        });
      const { body: list } = await get('/deployments');
      expect(list.items.map((d: any) => [d.service, d.environment])).toEqual([
        [SEARCH, 'staging'],
      ]);
    });

    it.each([
      ['status=exploded', 'status'],
      ['since=monday', 'since'],
      ['service=nothing', 'service'],
      ['kind=x', 'kind'],
    ])('rejects %s', async (query, field) => {
      const res = await get(`/deployments?${query}`);
      expect(res.status).toBe(400);
      expect(res.body.error.message).toContain(field);
    });
  });
});
