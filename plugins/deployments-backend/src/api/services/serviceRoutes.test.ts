import { AuthorizeResult } from '@backstage/plugin-permission-common';
import request from 'supertest';
import {
  createDeploymentConditionalDecision,
  deploymentConditions,
} from '../../access/permissionRules';
import type { ServiceEnvironmentRow } from '../../domain/model/serviceEnvironment';
import { CHECKOUT, fakeTarget, model, SEARCH } from '../__testUtils__/fixtures';
import {
  ANA,
  CARLA,
  allowAll,
  as,
  asService,
  createTestApi,
  type Policy,
} from '../__testUtils__/testApi';

const checkout = encodeURIComponent(CHECKOUT);

const conditional =
  (
    conditions: Parameters<typeof createDeploymentConditionalDecision>[1],
  ): Policy =>
  permission =>
    'resourceType' in permission
      ? createDeploymentConditionalDecision(permission as any, conditions)
      : { result: AuthorizeResult.ALLOW };

const stagingRow: ServiceEnvironmentRow = {
  service: CHECKOUT,
  environment: 'staging',
  fence: 1,
  current: {
    version: { id: 'v1', name: '1.0.0', artifact: 'img@sha256:1' },
    since: Date.parse('2026-03-01T10:00:00Z'),
    by: ANA,
    deploymentId: 'd1',
    verification: 'passed',
    verifiedAt: Date.now() - 3_600_000,
  },
};

describe('services', () => {
  const { app, engine, policy } = createTestApi({
    hidden: user => (user === 'user:default/blind' ? [CHECKOUT] : []),
  });
  const get = (path: string, user = ANA) =>
    request(app).get(path).set('Authorization', as(user));

  beforeEach(() => {
    policy.current = allowAll;
    engine.rows.length = 0;
    engine.deployments.clear();
  });

  it('are listed if a golden path applies, with their running versions', async () => {
    engine.rows.push(stagingRow);
    const { status, body } = await get('/services');
    expect(status).toBe(200);
    expect(body.totalItems).toBe(2);
    expect(body.items.map((i: any) => i.service.entityRef)).toEqual([
      CHECKOUT,
      SEARCH,
    ]);
    const [staging, production] = body.items[0].environments;
    expect(staging.current.version.name).toBe('1.0.0');
    expect(staging.soak.requiredMs).toBe(600_000);
    expect(staging.soak.verifiedForMs).toBeGreaterThanOrEqual(3_600_000);
    expect(staging.promotesTo).toEqual(['production']);
    expect(staging.actions).toEqual({
      deploy: true,
      rollback: true,
      connect: false,
      liftHold: false,
      hold: true,
      resolveDrift: false,
      restart: true,
      remove: true,
    });
    expect(production.current).toBeUndefined();
    expect(production.health).toEqual({ status: 'not_deployed' });
  });

  describe('how far an environment is behind the one that it promotes from', () => {
    const older: ServiceEnvironmentRow = {
      ...stagingRow,
      environment: 'production',
      current: {
        ...stagingRow.current!,
        version: { id: 'v0', name: '0.9.0', artifact: 'img@sha256:0' },
      },
    };
    const listLags = async (path = `/services/${checkout}/overview`) => {
      const { body } = await get(path);
      const [first = body] = body.items ?? [];
      return first.environments.map(({ environment, behind }: any) => [
        environment.name,
        behind,
      ]);
    };

    it('is given in commits and time', async () => {
      engine.rows.push(stagingRow, older);
      expect(await listLags()).toEqual([
        ['staging', undefined],
        [
          'production',
          {
            environment: 'staging',
            version: { id: 'v1', name: '1.0.0', artifact: 'img@sha256:1' },
            verified: true,
            commits: 1,
            subjects: [],
            ms: 172_800_000,
          },
        ],
      ]);
    });

    it('is absent if both run the same version', async () => {
      engine.rows.push(stagingRow, {
        ...older,
        current: stagingRow.current,
      });
      expect(await listLags()).toEqual([
        ['staging', undefined],
        ['production', undefined],
      ]);
    });

    it('is absent if the reader cannot see the other environment', async () => {
      engine.rows.push(stagingRow, older);
      policy.current = conditional(
        deploymentConditions.isTier({ tiers: ['production'] }),
      );
      expect(await listLags()).toEqual([['production', undefined]]);
    });

    it('is absent if nothing runs in one of them, and in lists of services', async () => {
      engine.rows.push(older);
      expect(await listLags()).toEqual([
        ['staging', undefined],
        ['production', undefined],
      ]);
      engine.rows.push(stagingRow);
      expect(await listLags('/services')).toEqual([
        ['staging', undefined],
        ['production', undefined],
      ]);
    });
  });

  it('list what is queued in the order in which it starts', async () => {
    const { version } = await engine.register(CHECKOUT, {
      name: '1.0.1',
      artifact: 'img@sha256:11',
    });
    const ids: string[] = [];
    for (const notBefore of ['2099-01-01T00:00:00Z', undefined]) {
      const { body } = await request(app)
        .post('/deployments')
        .set('Authorization', as(ANA))
        .send({
          service: CHECKOUT,
          environment: 'production',
          versionId: version.id,
          notBefore,
        });
      ids.push(body.id);
    }
    const { body } = await get('/services');
    const { queued } = body.items[0].environments[1];
    expect(queued.map(({ id }: any) => id)).toEqual([...ids].reverse());
  });

  describe('the deployment that the reader can review', () => {
    const requestDeployment = async (by: string) => {
      const { version } = await engine.register(CHECKOUT, {
        name: '1.0.1',
        artifact: 'img@sha256:11',
      });
      const { status, body } = await request(app)
        .post('/deployments')
        .set('Authorization', as(by))
        .send({
          service: CHECKOUT,
          environment: 'production',
          versionId: version.id,
        });
      expect(status).toBe(201);
      engine.apply(body.id, {
        type: 'block',
        planHash: 'h',
        blockers: [
          {
            kind: 'approval',
            rule: 'managers',
            message: '0 of 1 approval from release-managers.',
            unblockedBy: ['group:default/release-managers'],
          },
        ],
      });
      return body.id;
    };
    const readProduction = async (user: string) => {
      const { body } = await get(`/services/${checkout}/overview`, user);
      return body.environments[1];
    };

    it('is named to people who can approve it, with the approvals so far', async () => {
      const id = await requestDeployment(ANA);
      const { review, queued } = await readProduction(CARLA);
      expect(review).toBe(id);
      expect(queued[0].blockers[0].approvals).toEqual({ given: 0, needed: 1 });
      // She requested it, and the rule needs somebody else.
      expect((await readProduction(ANA)).review).toBeUndefined();
      expect((await readProduction('user:default/bo')).review).toBeUndefined();
    });

    it('is not named without permission to approve', async () => {
      await requestDeployment(ANA);
      policy.current = ({ name }) => ({
        result:
          name === 'deployments.deployment.approve'
            ? AuthorizeResult.DENY
            : AuthorizeResult.ALLOW,
      });
      expect((await readProduction(CARLA)).review).toBeUndefined();
    });
  });

  describe('rollback versions', () => {
    const version = (name: string) => ({
      id: name,
      name,
      artifact: `img@sha256:${name}`,
    });
    const listRollbacks = async (user = ANA) => {
      const { body } = await get(`/services/${checkout}/overview`, user);
      return Object.fromEntries(
        (body.environments ?? []).map((state: any) => [
          state.environment.name,
          { rollback: state.rollback, offered: state.actions.rollback },
        ]),
      );
    };

    beforeEach(() => {
      engine.rollbacks.clear();
      for (const environment of ['staging', 'production']) {
        engine.rollbacks.set(environment, {
          leaves: ['img@sha256:1'],
          target: 'img@sha256:0.9.0',
          versions: [
            {
              version: version('0.9.0'),
              deploymentId: 'd0',
              by: ANA,
              at: Date.parse('2026-02-01T10:00:00Z'),
              verification: 'passed',
            },
            {
              version: version('0.8.0'),
              refusal: 'It is quarantined: CVE-1',
            },
          ],
        });
      }
    });

    it('are listed with time, requester, outcome and the reason if not eligible', async () => {
      const { staging } = await listRollbacks();
      expect(staging).toEqual({
        offered: true,
        rollback: {
          how: 'start',
          target: version('0.9.0'),
          versions: [
            {
              version: version('0.9.0'),
              eligible: true,
              deploymentId: 'd0',
              by: ANA,
              at: '2026-02-01T10:00:00.000Z',
              verification: 'passed',
            },
            {
              version: version('0.8.0'),
              eligible: false,
              refusal: 'It is quarantined: CVE-1',
            },
          ],
        },
      });
    });

    it('are returned only to readers who can see and roll back', async () => {
      policy.current = permission =>
        permission.name === 'deployments.deployment.rollback'
          ? createDeploymentConditionalDecision(permission as any, {
              not: deploymentConditions.isTier({ tiers: ['production'] }),
            })
          : { result: AuthorizeResult.ALLOW };
      const mine = await listRollbacks();
      expect(mine.staging.offered).toBe(true);
      expect(mine.production).toEqual({ rollback: undefined, offered: false });

      policy.current = conditional(
        deploymentConditions.isTier({ tiers: ['production'] }),
      );
      expect(Object.keys(await listRollbacks())).toEqual(['production']);

      policy.current = allowAll;
      expect(await listRollbacks('user:default/blind')).toEqual({});
    });

    it('are not loaded in lists of services', async () => {
      const { body } = await get('/services');
      expect(body.items[0].environments[0].rollback).toBeUndefined();
    });
  });

  it('are paged, and foreign cursors are rejected', async () => {
    const first = await get('/services?limit=1');
    expect(first.body).toMatchObject({ totalItems: 2 });
    expect(first.body.items).toHaveLength(1);
    const second = await get(
      `/services?limit=1&cursor=${first.body.nextCursor}`,
    );
    expect(second.body.items[0].service.entityRef).toBe(SEARCH);
    expect(second.body.nextCursor).toBeUndefined();
    const forged = await get('/services?cursor=WyJkcm9wIl0');
    expect(forged.status).toBe(400);
    expect(forged.body.error.message).toContain('cursor');
  });

  it('are found by text and by owner', async () => {
    const byText = await get('/services?q=sear');
    expect(byText.body.items).toHaveLength(1);
    const byOwner = await get('/services?owner=group:default/payments');
    expect(byOwner.body.items[0].service.entityRef).toBe(CHECKOUT);
    const invalid = await get('/services?owner=%3Cscript%3E');
    expect(invalid.status).toBe(400);
    expect(invalid.body.error.message).toContain('owner');
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=501', 'limit'],
    ['limit=ten', 'limit'],
    [`q=${'x'.repeat(201)}`, 'q'],
    ['sort=name', 'sort'],
  ])('are rejected with %s, by the name of the field', async (query, field) => {
    const { status, body } = await get(`/services?${query}`);
    expect(status).toBe(400);
    expect(body.error.message).toContain(field);
  });

  it('name the next environment in the order if there is no promotion rule', async () => {
    const { promotesFrom, ...production } = model.environments[1];
    const unruled = createTestApi({
      router: {
        model: { ...model, environments: [model.environments[0], production] },
      },
    });
    unruled.engine.rows.push(stagingRow);
    const { body } = await request(unruled.app)
      .get(`/services/${checkout}/overview`)
      .set('Authorization', as(ANA));
    const [staging] = body.environments;
    expect(staging.promotesTo).toEqual(['production']);
    expect(staging.soak).toBeUndefined();
  });

  describe('for a reader with a conditional permission', () => {
    it('include and count only services that the reader owns', async () => {
      policy.current = conditional(
        deploymentConditions.isOwner({ claims: ['group:default/payments'] }),
      );
      const { body } = await get('/services');
      expect(body.totalItems).toBe(1);
      expect(body.items[0].service.entityRef).toBe(CHECKOUT);
      expect((await get(`/services/${checkout}/overview`)).status).toBe(200);
      const other = await get(
        `/services/${encodeURIComponent(SEARCH)}/overview`,
      );
      // As if it did not exist.
      expect(other.status).toBe(404);
    });

    it('include only environments that the reader may see', async () => {
      policy.current = conditional({
        not: deploymentConditions.isTier({ tiers: ['production'] }),
      });
      const { body } = await get(`/services/${checkout}/overview`);
      expect(body.environments.map((e: any) => e.environment.name)).toEqual([
        'staging',
      ]);
      expect(body.environments[0].promotesTo).toEqual([]);
      const list = await get('/environments');
      expect(list.body.items.map((e: any) => e.name)).toEqual(['staging']);
    });

    it('combine conditions per environment', async () => {
      policy.current = conditional({
        anyOf: [
          deploymentConditions.isEnvironment({ environments: ['staging'] }),
          deploymentConditions.isOwner({ claims: ['group:default/finders'] }),
        ],
      });
      const { body } = await get('/services');
      expect(
        body.items.map((i: any) => [
          i.service.name,
          i.environments.map((e: any) => e.environment.name),
        ]),
      ).toEqual([
        ['checkout', ['staging']],
        ['search', ['staging', 'production']],
      ]);
    });
  });

  it('get the same response whether hidden by the catalog or missing', async () => {
    const hidden = await get(
      `/services/${checkout}/overview`,
      'user:default/blind',
    );
    const absent = await get(
      `/services/${encodeURIComponent('component:default/nope')}/overview`,
    );
    expect(hidden.status).toBe(404);
    expect(absent.status).toBe(404);
    expect(hidden.body.error.message.replace('checkout', 'nope')).toBe(
      absent.body.error.message,
    );
  });

  it.each([
    "component:default/x'; DROP TABLE deployments;--",
    '../../../etc/passwd',
    '<img src=x onerror=alert(1)>',
    'component:',
    '%00',
  ])('are not found by the ref %j', async ref => {
    const { status, body } = await get(
      `/services/${encodeURIComponent(ref)}/overview`,
    );
    expect([400, 404]).toContain(status);
    expect(body.error.name).toMatch(/InputError|NotFoundError/);
  });

  it('say why no golden path applies', async () => {
    const { body } = await get(
      `/services/${encodeURIComponent('component:default/library')}/overview`,
    );
    expect(body.goldenPath).toBeUndefined();
    expect(body.noPathReason).toContain('slipway/golden-path');
    expect(body.environments[0].actions.deploy).toBe(false);
  });

  it('show health from the target, with measured values and their sample size', async () => {
    engine.rows.push(stagingRow);
    const { body } = await get(`/services/${checkout}/overview`);
    expect(body.environments[0].health).toMatchObject({
      status: 'healthy',
      successRate: 0.998,
      requests: expect.any(Number),
    });
    expect(body.environments[0].traffic).toEqual([
      { artifact: 'img@sha256:1', versionName: '1.0.0', weight: 100 },
    ]);
  });

  describe('of which a version misses a threshold', () => {
    const measure = fakeTarget.measure;
    afterEach(() => {
      fakeTarget.measure = measure;
    });

    it('are unhealthy in lists, in overviews and after commands', async () => {
      fakeTarget.measure = async ({ measure: what }) => ({
        value: what === 'success-rate' ? 0.976 : 182,
        samples: 2_633,
      });
      const since = Date.now();
      engine.rows.push({
        ...stagingRow,
        current: { ...stagingRow.current!, since },
        observed: {
          at: Date.now(),
          instances: [
            {
              id: 'i',
              artifact: 'img@sha256:1',
              versionName: '1.0.0',
              weight: 100,
              ready: true,
              since,
            },
          ],
        },
      });
      const list = await get('/services');
      const overview = await get(`/services/${checkout}/overview`);
      const held = await request(app)
        .put(`/services/${checkout}/environments/staging/hold`)
        .set('Authorization', as(ANA))
        .send({ reason: 'Incident 7' });
      for (const { health } of [
        list.body.items[0].environments[0],
        overview.body.environments[0],
        held.body,
      ]) {
        expect(health).toMatchObject({
          status: 'unhealthy',
          message: expect.stringMatching(/^97.6 % of/),
        });
      }
    });
  });

  describe('holds and drift', () => {
    const hold = `/services/${checkout}/environments/production/hold`;
    const send = (method: 'put' | 'post', path: string, body: object) =>
      request(app)[method](path).set('Authorization', as(ANA)).send(body);

    it('place and lift a hold with reasons', async () => {
      const placed = await send('put', hold, { reason: 'Incident 7' });
      expect(placed.status).toBe(200);
      expect(placed.body.hold).toMatchObject({ reason: 'Incident 7', by: ANA });
      expect(placed.body.actions.liftHold).toBe(true);
      const lifted = await send('post', hold, { reason: 'Over' });
      expect(lifted.status).toBe(200);
      expect(lifted.body.hold).toBeUndefined();
      const again = await send('post', hold, { reason: 'Over' });
      expect(again.status).toBe(409);
      expect(again.body.error.sentences).toEqual([
        { code: 'refused_hold_none' },
      ]);
    });

    it.each([
      {},
      { reason: '' },
      { reason: '   ' },
      { reason: 'x'.repeat(2001) },
    ])('need a valid reason, not %j', async body => {
      const res = await send('put', hold, body);
      expect(res.status).toBe(400);
      expect(res.body.error.message).toContain('reason');
    });

    it('lift a hold with the permission for holds alone', async () => {
      await send('put', hold, { reason: 'Incident 7' });
      policy.current = ({ name }) => ({
        result:
          name === 'deployments.deployment.override'
            ? AuthorizeResult.DENY
            : AuthorizeResult.ALLOW,
      });
      const { body } = await get(`/services/${checkout}/overview`);
      expect(body.environments[1].actions).toMatchObject({ liftHold: true });
      policy.current = ({ name }) => ({
        result:
          name === 'deployments.hold.lift'
            ? AuthorizeResult.DENY
            : AuthorizeResult.ALLOW,
      });
      const refused = await send('post', hold, { reason: 'Over' });
      expect(refused.status).toBe(403);
      expect(refused.body.error.message).toContain('deployments.hold.lift');
    });

    it('let services place a hold, and only people lift it', async () => {
      const placed = await request(app)
        .put(hold)
        .set('Authorization', asService())
        .send({ reason: 'Alert' });
      expect(placed.status).toBe(200);
      const lifted = await request(app)
        .post(hold)
        .set('Authorization', asService())
        .send({ reason: 'Alert over' });
      expect(lifted.status).toBe(403);
      expect(lifted.body.error.message).toContain('signed-in user');
    });

    it('resolve drift', async () => {
      engine.rows.push({
        service: CHECKOUT,
        environment: 'production',
        fence: 1,
        drift: { id: 'by-hand', message: 'Something else runs' },
      });
      const { body } = await get(`/services/${checkout}/overview`);
      expect(
        body.environments.map(({ actions }: any) => actions.resolveDrift),
      ).toEqual([false, true]);
      const blind = await send(
        'post',
        `/services/${checkout}/environments/production/drift`,
        { choice: 'adopt', reason: 'Deployed by hand' },
      );
      expect(blind.status).toBe(400);
      expect(blind.body.error.message).toContain('drift');
      const res = await send(
        'post',
        `/services/${checkout}/environments/production/drift`,
        { choice: 'adopt', reason: 'Deployed by hand', drift: 'by-hand' },
      );
      expect(res.status).toBe(200);
      expect(res.body.drift).toBeUndefined();
      const bad = await send(
        'post',
        `/services/${checkout}/environments/production/drift`,
        { choice: 'ignore', reason: 'x', drift: 'by-hand' },
      );
      expect(bad.status).toBe(400);
      expect(bad.body.error.message).toContain('choice');
    });

    it('reject unknown environments', async () => {
      const res = await send(
        'put',
        `/services/${checkout}/environments/moon/hold`,
        { reason: 'x' },
      );
      expect(res.status).toBe(404);
      expect(res.body.error.message).toContain('staging, production');
    });
  });
});
