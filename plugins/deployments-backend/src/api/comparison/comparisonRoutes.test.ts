import request from 'supertest';
import {
  createDeploymentConditionalDecision,
  deploymentConditions,
} from '../../access/permissionRules';
import type { ServiceEnvironmentRow } from '../../domain/model/serviceEnvironment';
import { CHECKOUT, SEARCH } from '../__testUtils__/fixtures';
import { ANA, allowAll, as, createTestApi } from '../__testUtils__/testApi';

const SINCE = Date.parse('2026-03-01T10:00:00Z');

function runs(
  service: string,
  environment: string,
  name: string,
  more: Partial<ServiceEnvironmentRow> = {},
): ServiceEnvironmentRow {
  return {
    service,
    environment,
    fence: 1,
    current: {
      version: { id: `v${name}`, name, artifact: `img@sha256:${name}` },
      since: SINCE,
      by: ANA,
      deploymentId: 'd1',
      verification: 'passed',
      verifiedAt: SINCE,
    },
    observed: { at: SINCE, instances: [] },
    ...more,
  };
}

describe('the comparison of two environments', () => {
  const { app, engine, policy } = createTestApi({
    hidden: user => (user === 'user:default/blind' ? [CHECKOUT] : []),
  });
  const get = (query: string, user = ANA) =>
    request(app).get(`/comparison?${query}`).set('Authorization', as(user));
  const compare = async (query = '', user = ANA) => {
    const { status, body } = await get(
      `from=staging&to=production${query}`,
      user,
    );
    expect(status).toBe(200);
    return body;
  };
  const listNames = async (query = '', user = ANA) =>
    (await compare(query, user)).items.map(({ service }: any) => service.name);

  beforeEach(() => {
    policy.current = allowAll;
    engine.rows.length = 0;
    engine.rows.push(
      runs(CHECKOUT, 'staging', '2'),
      runs(CHECKOUT, 'production', '1'),
      runs(SEARCH, 'staging', '5'),
      runs(SEARCH, 'production', '5'),
    );
  });

  it('lists what each service runs in both, those that are behind first', async () => {
    const body = await compare();
    expect(body).toMatchObject({
      from: { name: 'staging' },
      to: { name: 'production' },
      totalItems: 2,
    });
    expect(body.items).toEqual([
      {
        service: expect.objectContaining({
          entityRef: CHECKOUT,
          owner: 'group:default/payments',
        }),
        state: 'behind',
        from: {
          version: { id: 'v2', name: '2', artifact: 'img@sha256:2' },
          since: '2026-03-01T10:00:00.000Z',
          deploymentId: 'd1',
          verification: 'passed',
        },
        to: expect.objectContaining({
          version: expect.objectContaining({ name: '1' }),
        }),
        diff: {
          commits: [{ id: 'a1b2c3d' }],
          direction: 'forward',
          apartMs: 172_800_000,
        },
        commitCount: 1,
        blockers: [],
        actions: { promote: true },
      },
      expect.objectContaining({
        service: expect.objectContaining({ name: 'search' }),
        state: 'same',
        commitCount: 0,
        blockers: [],
        actions: { promote: false },
      }),
    ]);
  });

  it('names the hold where a version comes from', async () => {
    const hold = { reason: 'Errors', by: ANA, at: '2026-03-01T10:00:00Z' };
    engine.rows[0] = runs(CHECKOUT, 'staging', '2', { hold });
    const [{ from, to }] = (await compare()).items;
    expect(from.hold).toEqual(hold);
    expect(to).not.toHaveProperty('hold');
  });

  it('names no deployment of a version that a person adopted', async () => {
    const { current } = runs(CHECKOUT, 'staging', '2');
    engine.rows[0] = runs(CHECKOUT, 'staging', '2', {
      current: { ...current!, deploymentId: 'adopted-7' },
    });
    const [{ from, to }] = (await compare()).items;
    expect([from.deploymentId, to.deploymentId]).toEqual([undefined, 'd1']);
  });

  it.each([
    [
      'a hold',
      [
        runs(CHECKOUT, 'staging', '2'),
        runs(CHECKOUT, 'production', '1', {
          hold: { reason: 'Errors', by: ANA, at: '2026-03-01T10:00:00Z' },
        }),
      ],
      'hold',
      'On hold: Errors',
    ],
    [
      'checks that did not pass in the environment that is promoted from',
      [
        runs(CHECKOUT, 'staging', '2', {
          current: {
            ...runs(CHECKOUT, 'staging', '2').current!,
            verification: 'overridden',
          },
        }),
        runs(CHECKOUT, 'production', '1'),
      ],
      'promotion',
      /its checks did not pass there/,
    ],
    [
      'a soak time that is not over',
      [
        runs(CHECKOUT, 'staging', '2', {
          current: {
            ...runs(CHECKOUT, 'staging', '2').current!,
            verifiedAt: Date.now(),
          },
        }),
        runs(CHECKOUT, 'production', '1'),
      ],
      'soak',
      /of 10 min/,
    ],
  ])('says that %s blocks the promotion', async (_, rows, kind, message) => {
    engine.rows.splice(0, engine.rows.length, ...rows);
    const { items } = await compare(`&service=${CHECKOUT}`);
    expect(items[0].blockers).toEqual([
      expect.objectContaining({
        kind,
        message: expect.stringMatching(message),
      }),
    ]);
  });

  it('says that nothing was deployed in one of them', async () => {
    engine.rows.splice(
      0,
      engine.rows.length,
      runs(CHECKOUT, 'staging', '2'),
      runs(SEARCH, 'production', '5'),
    );
    const { items } = await compare();
    expect(
      items.map(({ service, state, from, to }: any) => [
        service.name,
        state,
        from?.version.name,
        to?.version.name,
      ]),
    ).toEqual([
      ['checkout', 'not_deployed', '2', undefined],
      ['search', 'nothing_to_promote', undefined, '5'],
    ]);
  });

  it('filters by owner, system, service and name', async () => {
    expect(await listNames('&owner=group:default/finders')).toEqual(['search']);
    expect(
      await listNames(
        '&owner=group:default/finders&owner=group:default/payments',
      ),
    ).toHaveLength(2);
    expect(await listNames('&system=system:default/shop')).toHaveLength(2);
    expect(await listNames('&system=system:default/other')).toEqual([]);
    expect(await listNames(`&service=${SEARCH}`)).toEqual(['search']);
    expect(await listNames('&q=check')).toEqual(['checkout']);
  });

  it('says how many services match if there are more', async () => {
    const body = await compare('&limit=1');
    expect(body.items).toHaveLength(1);
    expect(body.totalItems).toBe(2);
  });

  it('shows only services that the reader can see in both environments', async () => {
    expect(await listNames('', 'user:default/blind')).toEqual(['search']);
    policy.current = permission =>
      createDeploymentConditionalDecision(
        permission as any,
        deploymentConditions.isOwner({ claims: ['group:default/payments'] }),
      );
    expect(await listNames()).toEqual(['checkout']);
    policy.current = permission =>
      createDeploymentConditionalDecision(
        permission as any,
        deploymentConditions.isTier({ tiers: ['staging'] }),
      );
    expect(await listNames()).toEqual([]);
  });

  it('offers no promotion without the permission to deploy', async () => {
    policy.current = permission =>
      permission.name === 'deployments.deployment.create'
        ? createDeploymentConditionalDecision(
            permission as any,
            deploymentConditions.isTier({ tiers: ['staging'] }),
          )
        : allowAll(permission, ANA);
    const { items } = await compare();
    expect(items[0].actions).toEqual({ promote: false });
  });

  it.each([
    ['from=staging&to=moon', /to: There is no environment "moon"/],
    ['from=staging&to=staging', /must be different/],
    ['from=staging', /to/],
  ])('rejects %s', async (query, message) => {
    const { status, body } = await get(query);
    expect(status).toBe(400);
    expect(body.error.message).toMatch(message);
  });
});
