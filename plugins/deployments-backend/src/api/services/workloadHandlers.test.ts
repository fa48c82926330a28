import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type {
  DeploymentTarget,
  DiscoveredWorkload,
} from '@slipway/backstage-plugin-deployments-node';
import request from 'supertest';
import type { ServiceEnvironmentRow } from '../../domain/model/serviceEnvironment';
import { CHECKOUT, fakeTarget, providers } from '../__testUtils__/fixtures';
import { ANA, allowAll, as, createTestApi } from '../__testUtils__/testApi';

const checkout = encodeURIComponent(CHECKOUT);

const pod = (id: string, more: object = {}) => ({
  id,
  artifact: 'registry.example.com/checkout@sha256:1',
  versionName: '1.0.0',
  weight: 50,
  ready: true,
  since: Date.parse('2026-03-01T10:00:00Z'),
  ...more,
});

const workload: DiscoveredWorkload = {
  title: 'Deployment checkout in namespace payments',
  settings: { password: 'hunter2', namespace: 'payments' },
  reason: 'has the label backstage.io/kubernetes-id=checkout',
  observation: {
    at: Date.parse('2026-03-02T10:00:00Z'),
    instances: [pod('a'), pod('b', { ready: false })],
    managedBy: 'Helm release checkout',
    problems: [
      {
        code: 'crash_loop',
        message: 'It exits: DB_PASSWORD=hunter3',
        object: 'pod/b',
        since: Date.parse('2026-03-02T09:00:00Z'),
        logTail: ['connect ECONNREFUSED'],
      },
    ],
  },
  missing: [
    {
      code: 'consent_missing',
      message: 'Nobody has allowed Slipway to change it.',
      remedy: {
        language: 'sh',
        text: 'kubectl annotate deployment checkout …',
      },
    },
  ],
};

function start(target: Partial<DeploymentTarget>) {
  const api = createTestApi({
    router: {
      providers: {
        ...providers,
        targets: new Map([['fake', { ...fakeTarget, ...target }]]),
      },
    },
  });
  return {
    ...api,
    get: (environment = 'staging', what = 'workloads') =>
      request(api.app)
        .get(
          what === 'workloads'
            ? `/services/${checkout}/environments/${environment}/workloads`
            : `/services/${checkout}/overview`,
        )
        .set('Authorization', as(ANA)),
  };
}

describe('workloads of a service', () => {
  it('are listed with what runs there, what is missing and how to provide it', async () => {
    const discover = jest.fn(async () => [workload]);
    const { status, body } = await start({ discover }).get();
    expect(status).toBe(200);
    expect(body.items).toEqual([
      {
        title: 'Deployment checkout in namespace payments',
        reason: 'has the label backstage.io/kubernetes-id=checkout',
        settings: { namespace: 'payments' },
        traffic: [
          {
            artifact: 'registry.example.com/checkout@sha256:1',
            versionName: '1.0.0',
            weight: 100,
            instances: 2,
            ready: 1,
            since: '2026-03-01T10:00:00.000Z',
          },
        ],
        managedBy: 'Helm release checkout',
        problems: [
          {
            code: 'crash_loop',
            message: 'It exits: DB_PASSWORD=***',
            object: 'pod/b',
            since: '2026-03-02T09:00:00.000Z',
            logTail: ['connect ECONNREFUSED'],
          },
        ],
        missing: workload.missing,
      },
    ]);
    expect(discover).toHaveBeenCalledWith(
      expect.objectContaining({
        entity: expect.objectContaining({ kind: 'Component' }),
        environment: { name: 'staging', tier: 'staging' },
      }),
    );
  });

  it('are none if the target can’t search', async () => {
    const { status, body } = await start({}).get();
    expect([status, body]).toEqual([200, { items: [] }]);
  });

  it('are searched once for simultaneous readers', async () => {
    const discover = jest.fn(async () => [workload]);
    const { get } = start({ discover });
    await Promise.all([get(), get(), get()]);
    expect(discover).toHaveBeenCalledTimes(1);
    await get('production');
    expect(discover).toHaveBeenCalledTimes(2);
  });

  it('are reported as unavailable, without secrets, if the search fails', async () => {
    const { status, body } = await start({
      discover: async () => {
        throw new Error('GET https://u:hunter2@cluster.example.com: 403');
      },
    }).get();
    expect(status).toBe(503);
    expect(body.error.message).toBe(
      "Couldn't search staging: GET https://***@cluster.example.com: 403",
    );
  });

  it('are hidden from readers without permission, and unknown in an unknown environment', async () => {
    const { get, policy } = start({ discover: async () => [workload] });
    policy.current = allowAll;
    expect((await get('nowhere')).status).toBe(404);
    policy.current = () => ({ result: AuthorizeResult.DENY });
    expect((await get()).status).toBe(403);
  });
});

describe('the state of an environment', () => {
  const row: ServiceEnvironmentRow = {
    service: CHECKOUT,
    environment: 'staging',
    fence: 1,
  };

  it('has what the target reports for people', async () => {
    const { get, engine } = start({
      observe: async () => ({
        ...workload.observation,
        changedBy: {
          name: 'kubectl-edit',
          at: Date.parse('2026-03-02T08:00:00Z'),
        },
        links: [{ title: 'Dashboard', url: 'https://grafana.example.com/d/1' }],
        basis: 'recorded',
      }),
    });
    engine.rows.push(row);
    const { body } = await get('staging', 'overview');
    expect(body.environments[0]).toMatchObject({
      managedBy: 'Helm release checkout',
      changedBy: { name: 'kubectl-edit', at: '2026-03-02T08:00:00.000Z' },
      basis: 'recorded',
      links: [{ title: 'Dashboard', url: 'https://grafana.example.com/d/1' }],
      problems: [{ code: 'crash_loop', message: 'It exits: DB_PASSWORD=***' }],
    });
  });

  it('is live if the target does not say otherwise', async () => {
    const { body } = await start({}).get('staging', 'overview');
    expect(body.environments[0].basis).toBe('live');
    expect(body.environments[0]).not.toHaveProperty('problems');
    expect(body.environments[0]).not.toHaveProperty('managedBy');
  });

  it('offers to connect the service where the target can search and nothing was deployed', async () => {
    const listOffers = async ({ get }: ReturnType<typeof start>) => {
      const { body } = await get('staging', 'overview');
      return body.environments.map(({ actions }: any) => actions.connect);
    };
    const searching = start({ discover: async () => [] });
    expect(await listOffers(searching)).toEqual([true, true]);
    searching.engine.rows.push({
      service: CHECKOUT,
      environment: 'staging',
      fence: 1,
      current: {
        version: { id: 'v1', name: '1.0.0', artifact: 'a' },
        since: Date.parse('2026-03-01T10:00:00Z'),
        by: ANA,
        deploymentId: 'd1',
        verification: 'passed',
      },
    });
    expect(await listOffers(searching)).toEqual([false, true]);
    expect(await listOffers(start({}))).toEqual([false, false]);
  });
});
