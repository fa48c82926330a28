import { TestDatabases } from '@backstage/backend-test-utils';
import type { ObservedInstance } from '@slipway/backstage-plugin-deployments-node';
import type { Knex } from 'knex';
import type { DriftFilter } from '../../domain/model/filters';
import { countYields } from '../__testUtils__/countTurns';
import { insertRows } from '../insertRows';
import { migrate } from '../migrate';
import { listDrift } from './listDrift';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

function observe(...artifacts: string[]) {
  return {
    at: 1_795_250_000_000,
    managedBy: 'Helm release checkout',
    instances: artifacts.map(
      (artifact, index): ObservedInstance => ({
        id: `pod-${index}`,
        artifact: `registry.example.com/shop/checkout@sha256:${artifact}`,
        versionName: artifact,
        weight: 100 / artifacts.length,
        ready: true,
        since: 1_795_240_000_000,
      }),
    ),
  };
}

function run(name: string) {
  return {
    version: {
      id: name,
      name,
      artifact: `registry.example.com/shop/checkout@sha256:${name}`,
    },
    since: 1_795_240_000_000,
    by: 'user:default/ana',
    deploymentId: 'd',
    verification: 'passed',
  };
}

const toRow = (
  service: string,
  environment: string,
  columns: Record<string, unknown> = {},
) => ({
  service,
  environment,
  fence: 0,
  updated_at: 0,
  ...Object.fromEntries(
    Object.entries(columns).map(([column, value]) => [
      column,
      column === 'holder' ? value : JSON.stringify(value),
    ]),
  ),
});

describe.each(databases.eachSupportedId())('drift on %s', databaseId => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await databases.init(databaseId);
    await migrate(knex);
  });
  afterEach(() => knex.destroy());

  const list = async (filter: Partial<DriftFilter> = {}) => {
    const { items, nextCursor } = await listDrift(knex, {
      environments: ['production', 'staging'],
      limit: 50,
      ...filter,
    });
    return {
      found: items.map(
        ({ service, environment }) => `${service}@${environment}`,
      ),
      items,
      nextCursor,
    };
  };

  it('is found where another version runs, nothing runs, or something was not deployed', async () => {
    await insertRows(knex, 'service_environments', [
      toRow('a', 'production', { current: run('1'), observed: observe('2') }),
      toRow('b', 'production', { current: run('1'), observed: observe() }),
      toRow('c', 'production', { observed: observe('3') }),
      toRow('d', 'production', {
        current: run('1'),
        observed: observe('1', '1'),
      }),
      toRow('e', 'production', { current: run('1') }),
      toRow('f', 'production'),
      toRow('g', 'production', { observed: observe() }),
    ]);
    const { found, items } = await list();
    expect(found).toEqual(['a@production', 'b@production', 'c@production']);
    expect(items[0]).toMatchObject({
      drift: { message: '1 should run here, but 2 does.' },
      observed: { managedBy: 'Helm release checkout' },
      current: { version: { name: '1' } },
    });
  });

  it('leaves out what a person accepted and what a deployment is changing', async () => {
    await insertRows(knex, 'service_environments', [
      toRow('a', 'production', {
        current: run('1'),
        observed: observe('2'),
        drift_accepted: {
          observed: ['registry.example.com/shop/checkout@sha256:2'],
          by: 'user:default/ana',
          at: 0,
          reason: 'x',
        },
      }),
      toRow('b', 'production', {
        current: run('1'),
        observed: observe('2'),
        holder: 'deployment-1',
      }),
    ]);
    expect((await list()).found).toEqual([]);
  });

  it('is filtered by whether Slipway has deployed there', async () => {
    await insertRows(knex, 'service_environments', [
      toRow('a', 'production', { current: run('1'), observed: observe('2') }),
      toRow('b', 'production', { observed: observe('3') }),
    ]);
    expect((await list({ deployed: true })).found).toEqual(['a@production']);
    expect((await list({ deployed: false })).found).toEqual(['b@production']);
  });

  it('is filtered by environment, service and permission', async () => {
    const drift = { current: run('1'), observed: observe('2') };
    await insertRows(knex, 'service_environments', [
      toRow('a', 'production', drift),
      toRow('a', 'staging', drift),
      toRow('a', 'gone', drift),
      toRow('b', 'production', drift),
    ]);
    expect((await list()).found).toEqual([
      'a@production',
      'a@staging',
      'b@production',
    ]);
    expect((await list({ environments: ['staging'] })).found).toEqual([
      'a@staging',
    ]);
    expect((await list({ environments: [] })).found).toEqual([]);
    expect((await list({ allowed: { serviceIn: ['b'] } })).found).toEqual([
      'b@production',
    ]);
    expect(
      (
        await list({
          allowed: {
            allOf: [
              { not: { environmentIn: ['staging'] } },
              { serviceIn: ['a', 'b'] },
            ],
          },
        })
      ).found,
    ).toEqual(['a@production', 'b@production']);
  });

  it('is paged without gaps or repeats, and rejects other cursors', async () => {
    const drift = { current: run('1'), observed: observe('2') };
    const fine = { current: run('2'), observed: observe('2') };
    await insertRows(
      knex,
      'service_environments',
      ['a', 'b', 'c', 'd', 'e'].flatMap(service => [
        toRow(service, 'production', drift),
        toRow(service, 'staging', service === 'c' ? drift : fine),
      ]),
    );
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const next = await list({ limit: 2, cursor });
      expect(next.found.length).toBeLessThanOrEqual(2);
      found.push(...next.found);
      cursor = next.nextCursor;
    } while (cursor);
    expect(found).toEqual([
      'a@production',
      'b@production',
      'c@production',
      'c@staging',
      'd@production',
      'e@production',
    ]);
    for (const other of ['x', 'WzEsMl0', 'WyJhXHUwMDAwIiwiYiJd']) {
      await expect(list({ cursor: other })).rejects.toThrow('cursor');
    }
  });

  it('is searched for in 20,000 rows without blocking the event loop', async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) =>
      toRow(
        `component:default/service-${String(Math.floor(index / 2)).padStart(
          5,
          '0',
        )}`,
        index % 2 ? 'staging' : 'production',
        { current: run('1'), observed: observe('1', '1', '1') },
      ),
    );
    await insertRows(knex, 'service_environments', rows);
    const turns = await countYields(async () => {
      expect(await list()).toMatchObject({ found: [], nextCursor: undefined });
    });
    expect(turns).toBeGreaterThan(1);
  });
});
