import { AuthorizeResult } from '@backstage/plugin-permission-common';
import request from 'supertest';
import {
  createDeploymentConditionalDecision,
  deploymentConditions,
} from '../../access/permissionRules';
import type { ServiceEnvironmentRow } from '../../domain/model/serviceEnvironment';
import { CHECKOUT, SEARCH } from '../__testUtils__/fixtures';
import {
  ANA,
  allowAll,
  as,
  asService,
  createTestApi,
  type Policy,
} from '../__testUtils__/testApi';

const OBSERVED_AT = Date.parse('2026-03-01T12:00:00Z');
const STARTED_AT = Date.parse('2026-03-01T11:00:00Z');
const CHANGED_AT = Date.parse('2026-03-01T10:59:00Z');

function drifted(
  service: string,
  environment: string,
  more: Partial<ServiceEnvironmentRow> = {},
): ServiceEnvironmentRow {
  return {
    service,
    environment,
    fence: 1,
    current: {
      version: { id: 'v1', name: '1.0.0', artifact: 'img@sha256:1' },
      since: Date.parse('2026-03-01T10:00:00Z'),
      by: ANA,
      deploymentId: 'd1',
      verification: 'passed',
    },
    observed: {
      at: OBSERVED_AT,
      managedBy: 'Helm release checkout',
      changedBy: { name: 'kubectl-edit', at: CHANGED_AT },
      instances: [
        {
          id: 'pod-1',
          artifact: 'img@sha256:2',
          versionName: '2.0.0',
          weight: 100,
          ready: true,
          since: STARTED_AT,
        },
      ],
    },
    drift: {
      id: 'drift-1',
      message: '1.0.0 should run here, but 2.0.0 does.',
      expected: '1.0.0',
      observed: '2.0.0',
    },
    ...more,
  };
}

const conditional =
  (
    conditions: Parameters<typeof createDeploymentConditionalDecision>[1],
  ): Policy =>
  permission =>
    createDeploymentConditionalDecision(permission as any, conditions);

describe('the list of drift', () => {
  const { app, engine, policy } = createTestApi({
    hidden: user => (user === 'user:default/blind' ? [CHECKOUT] : []),
  });
  const get = (query = '', user = ANA) =>
    request(app).get(`/drift${query}`).set('Authorization', as(user));
  const list = async (query = '', user = ANA) => {
    const { status, body } = await get(query, user);
    expect(status).toBe(200);
    return body.items.map(
      ({ service, environment }: any) => `${service.name}@${environment.name}`,
    );
  };

  beforeEach(() => {
    policy.current = allowAll;
    engine.rows.length = 0;
    engine.rows.push(
      drifted(CHECKOUT, 'production'),
      drifted(CHECKOUT, 'staging'),
      drifted(SEARCH, 'production'),
    );
  });

  it('says what differs, since when, who changed it and what the reader can do', async () => {
    const { body } = await get('?limit=1');
    expect(body.items).toEqual([
      {
        service: {
          entityRef: CHECKOUT,
          name: 'checkout',
          title: 'The checkout',
          owner: 'group:default/payments',
          system: 'system:default/shop',
        },
        environment: expect.objectContaining({
          name: 'production',
          tier: 'production',
        }),
        drift: {
          id: 'drift-1',
          message: '1.0.0 should run here, but 2.0.0 does.',
          expected: '1.0.0',
          observed: '2.0.0',
        },
        since: '2026-03-01T11:00:00.000Z',
        observedAt: '2026-03-01T12:00:00.000Z',
        managedBy: 'Helm release checkout',
        changedBy: { name: 'kubectl-edit', at: '2026-03-01T10:59:00.000Z' },
        actions: { resolveDrift: true },
      },
    ]);
    expect(JSON.stringify(body)).not.toContain('hunter2');
  });

  it('has no start if nothing is running', async () => {
    engine.rows[0].observed = { at: OBSERVED_AT, instances: [] };
    const { body } = await get('?limit=1');
    expect(body.items[0].since).toBeUndefined();
  });

  it('is filtered by environment and by owners', async () => {
    expect(await list('?environment=staging')).toEqual(['checkout@staging']);
    expect(await list('?environment=moon')).toEqual([]);
    expect(await list('?owner=group:default/finders')).toEqual([
      'search@production',
    ]);
    expect(
      await list('?owner=group:default/finders&owner=group:default/payments'),
    ).toHaveLength(3);
    expect(await list('?owner=group:default/nobody')).toEqual([]);
  });

  it('is filtered by whether Slipway has deployed there', async () => {
    engine.rows[0].current = undefined;
    expect(await list('?deployed=true')).toEqual([
      'checkout@staging',
      'search@production',
    ]);
    expect(await list('?deployed=false')).toEqual(['checkout@production']);
  });

  it.each([
    ['?limit=0', 'limit'],
    ['?limit=501', 'limit'],
    ['?owner=%3Cscript%3E', 'owner'],
    ['?sort=name', 'sort'],
    ['?deployed=perhaps', 'deployed'],
  ])('rejects %s by the name of the field', async (query, field) => {
    const { status, body } = await get(query);
    expect(status).toBe(400);
    expect(body.error.message).toContain(field);
  });

  it('is paged', async () => {
    const first = await get('?limit=2');
    expect(first.body.items).toHaveLength(2);
    const rest = await get(`?limit=2&cursor=${first.body.nextCursor}`);
    expect(rest.body.items).toHaveLength(1);
    expect(rest.body.nextCursor).toBeUndefined();
  });

  it('leaves out services that the catalog hides or no longer has, and fills the page', async () => {
    engine.rows.unshift(drifted('component:default/gone', 'production'));
    const blind = 'user:default/blind';
    expect(await list('?limit=1', blind)).toEqual(['search@production']);
    expect(await list()).toHaveLength(3);
  });

  it('leaves out environments that are no longer configured', async () => {
    engine.rows.push(drifted(SEARCH, 'old'));
    expect(await list()).toHaveLength(3);
  });

  it.each<[string, Policy, string[]]>([
    [
      'a tier',
      conditional(deploymentConditions.isTier({ tiers: ['staging'] })),
      ['checkout@staging'],
    ],
    [
      'all but a tier',
      conditional({ not: deploymentConditions.isTier({ tiers: ['staging'] }) }),
      ['checkout@production', 'search@production'],
    ],
    [
      'an owner',
      conditional(
        deploymentConditions.isOwner({ claims: ['group:default/finders'] }),
      ),
      ['search@production'],
    ],
    [
      'an environment or an owner',
      conditional({
        anyOf: [
          deploymentConditions.isEnvironment({ environments: ['staging'] }),
          deploymentConditions.isOwner({ claims: ['group:default/finders'] }),
        ],
      }),
      ['checkout@staging', 'search@production'],
    ],
  ])(
    'contains only what a reader with permission for %s may read',
    async (_, allowed, expected) => {
      policy.current = allowed;
      expect(await list()).toEqual(expected);
    },
  );

  it('offers to resolve drift only to people with the permission, per service environment', async () => {
    policy.current = permission =>
      permission.name === 'deployments.deployment.override'
        ? createDeploymentConditionalDecision(
            permission as any,
            deploymentConditions.isTier({ tiers: ['staging'] }),
          )
        : { result: AuthorizeResult.ALLOW };
    const may = ({ body }: { body: any }) =>
      body.items.map(({ actions }: any) => actions.resolveDrift);
    expect(may(await get())).toEqual([false, true, false]);
    expect(
      may(await request(app).get('/drift').set('Authorization', asService())),
    ).toEqual([false, false, false]);
  });
});
