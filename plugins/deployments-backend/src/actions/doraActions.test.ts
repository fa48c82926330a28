import { TestDatabases, mockCredentials } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { Knex } from 'knex';
import { createDoraApi } from '../deliveryMetrics/api/__testUtils__/doraApi';
import { CHECKOUT, SEARCH } from '../api/__testUtils__/fixtures';
import { ANA, allowAll } from '../api/__testUtils__/testApi';
import {
  deployment,
  records,
  incident,
} from '../deliveryMetrics/definitions/__testUtils__/sourceRecordBuilders';
import { registerDoraActions } from './registerDoraActions';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('actions about the delivery metrics', () => {
  const registry = actionsRegistryServiceMock();
  let knex: Knex;
  let api: Awaited<ReturnType<typeof createDoraApi>>;
  let hidden: string[] = [];

  beforeAll(async () => {
    knex = await databases.init('SQLITE_3');
    api = await createDoraApi(knex, {
      hidden: user => (user === undefined ? [] : hidden),
    });
    registerDoraActions(registry, { ...api.routerOptions, dora: api.dora });
    const owned = (service: string, ownerGroup: string) => ({
      service,
      ownerGroup,
    });
    await api.put([
      records({
        deployments: [
          deployment('d1', 1, owned(CHECKOUT, 'group:default/payments')),
          deployment('d2', 20, owned(CHECKOUT, 'group:default/payments')),
        ],
        incidents: [incident('i1', 25, 35)],
      }),
      records({
        service: SEARCH,
        deployments: [
          deployment('s1', 1, owned(SEARCH, 'group:default/finders')),
        ],
      }),
    ]);
  });
  beforeEach(() => {
    hidden = [];
    api.policy.current = allowAll;
  });
  afterAll(() => knex.destroy());

  const window = { from: '2026-03-01', to: '2026-03-10' };
  const invoke = (
    name: string,
    input: object,
    by: any = mockCredentials.user(ANA),
  ) =>
    registry.invoke({
      id: `test:${name}`,
      input: input as any,
      credentials: by,
    }) as Promise<{ output: any }>;

  it("return a team's metrics", async () => {
    const { output } = await invoke('get-dora-metrics', {
      owner: 'payments',
      ...window,
    });
    expect(output.metrics).toMatchObject([
      { metric: 'deployment-frequency', n: 2, value: 0.2, unit: 'per-day' },
      { metric: 'change-lead-time', n: 0 },
      {
        metric: 'change-fail-rate',
        n: 2,
        numerator: 1,
        value: 0.5,
        target: 0.1,
      },
      { metric: 'recovery-time', n: 1, value: 600_000, band: 'elite (2024)' },
      { metric: 'rework-rate', n: 2, value: 0 },
    ]);
    expect(output.metrics[1].value).toBeUndefined();
  });

  it('list the rows that counted', async () => {
    const { output } = await invoke('list-dora-rows', {
      metric: 'change-fail-rate',
      service: 'checkout',
      limit: 1,
      ...window,
    });
    expect(output).toMatchObject({
      counted: 2,
      excluded: 0,
      rows: [
        {
          id: 'd2',
          hit: true,
          why: 'An incident is linked to it as its cause.',
          incidents: [{ title: 'Incident i1', role: 'caused' }],
        },
      ],
    });
    const next = await invoke('list-dora-rows', {
      metric: 'change-fail-rate',
      service: 'checkout',
      cursor: output.nextCursor,
      ...window,
    });
    expect(next.output.rows).toMatchObject([{ id: 'd1', hit: false }]);
  });

  it('include only what the user may see', async () => {
    hidden = [SEARCH];
    const { output } = await invoke('get-dora-metrics', window);
    expect(output.hiddenServices).toBe(1);
    expect(output.metrics[0].n).toBe(2);
    api.policy.current = () => ({ result: AuthorizeResult.DENY });
    for (const [name, input] of [
      ['get-dora-metrics', {}],
      ['list-dora-rows', { metric: 'recovery-time' }],
    ] as const) {
      await expect(invoke(name, input)).rejects.toThrow(
        /deployments\.deployment\.read/,
      );
      await expect(
        invoke(name, input, mockCredentials.service()),
      ).rejects.toThrow(/signed-in user/);
    }
  });

  it('explain what is wrong with the input', async () => {
    await expect(
      invoke('get-dora-metrics', { from: 'last month' }),
    ).rejects.toThrow(/from/);
    await expect(
      invoke('get-dora-metrics', { timeZone: 'Mars' }),
    ).rejects.toThrow(/timeZone/);
  });
});
