import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { countYields } from '../../persistence/__testUtils__/countTurns';
import { createDatabase } from '../../persistence/createDatabase';
import { migrate } from '../../persistence/migrate';
import { findDifference } from '../persistence/projectionRows';
import {
  markAllForRecomputation,
  markForRecomputation,
  findOldestPending,
} from '../persistence/pendingRecomputation';
import type { LinkRecord } from '../persistence/storedRecords';
import {
  putChanges,
  putDeployments,
  putIncidents,
  putLinks,
  readServiceRecords,
} from '../persistence/sourceRecordRows';
import {
  START,
  atOnce,
  change,
  deployment,
  incident,
} from '../definitions/__testUtils__/sourceRecordBuilders';
import { deriveService } from '../definitions/deriveService';
import { deriveDue, followRules } from './deriveMetrics';
import { mergeChanges, mergeDeployments, mergeIncidents } from './mergeRecords';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const SERVICE = 'component:default/checkout';

describe.each(databases.eachSupportedId())('metrics on %s', databaseId => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await databases.init(databaseId);
    await migrate(knex);
  });
  afterEach(() => knex.destroy());

  const put = (records: {
    deployments?: ReturnType<typeof deployment>[];
    changes?: ReturnType<typeof change>[];
    incidents?: { id: string; started: number; resolved?: number }[];
    links?: Pick<LinkRecord, 'incident' | 'deployment' | 'role' | 'stand'>[];
  }) =>
    knex.transaction(async trx => {
      const reported = { occurredAt: START, eventId: 'e' };
      await putDeployments(
        trx,
        (records.deployments ?? []).map(fields => ({
          fields,
          sourceId: fields.id,
          reported,
        })),
        mergeDeployments,
      );
      await putChanges(
        trx,
        (records.changes ?? []).map(fields => ({
          service: SERVICE,
          fields,
          demo: false,
          reported,
        })),
        mergeChanges,
      );
      await putIncidents(
        trx,
        (records.incidents ?? []).map(({ id, started, resolved }) => ({
          service: SERVICE,
          fields: incident(id, started),
          sourceId: id,
          openAt: START,
          resolvedAt:
            resolved === undefined ? undefined : START + resolved * 60_000,
          demo: false,
          reported,
        })),
        mergeIncidents,
      );
      await putLinks(
        trx,
        (records.links ?? []).map(link => ({
          ...link,
          by: 'user:default/ana',
          origin: 'person',
          at: START,
        })),
      );
      await markForRecomputation(trx, [SERVICE], START);
    });

  const derive = () =>
    deriveDue({
      database: createDatabase(knex),
      incidentWindowMs: 86_400_000,
      logger: mockServices.logger.mock(),
    });

  /** Runs something between the claim and the writes. */
  function interfering(interfere: () => Promise<void>) {
    const database = createDatabase(knex);
    let interfered = false;
    return {
      ...database,
      transaction: async <T>(work: (trx: Knex.Transaction) => Promise<T>) => {
        const result = await database.transaction(work);
        if (!interfered) {
          interfered = true;
          await interfere();
        }
        return result;
      },
    };
  }

  it('return records as they were reported', async () => {
    const deployments = [
      deployment('one', 10, { commits: ['a', 'b'], hotfix: true }),
      deployment('two', 20, { commits: undefined, head: 'b', ownerGroup: 'g' }),
    ];
    const changes = [change('a', 1, { opened: 2, merged: 3 }), change('b')];
    await put({
      deployments,
      changes,
      incidents: [{ id: 'i', started: 15, resolved: 30 }],
    });
    const records = await readServiceRecords(knex, SERVICE);
    expect(records.deployments).toEqual(
      deployments.map(fields => ({ ...fields, sourceId: fields.id })),
    );
    expect(records.changes).toEqual(changes);
    expect(records.incidents).toEqual([incident('i', 15, 30)]);
  });

  it('follow from the records, once for each change', async () => {
    await put({
      deployments: [
        deployment('one', 10, { commits: ['a'] }),
        deployment('two', 60, { commits: ['b'] }),
      ],
      changes: [change('a', 0), change('b', 20)],
      incidents: [{ id: 'i', started: 70, resolved: 90 }],
    });
    expect(await derive()).toBe(1);
    expect(await derive()).toBe(0);
    expect(await findOldestPending(knex)).toBeUndefined();

    expect(
      await knex('dora_lead_times')
        .orderBy('commit_id')
        .select('commit_id', 'reason'),
    ).toEqual([
      { commit_id: 'a', reason: 'first-deployment' },
      { commit_id: 'b', reason: null },
    ]);
    const [recovery] = await knex('dora_recoveries');
    expect(Number(recovery.duration_ms)).toBe(20 * 60_000);
    expect(await knex('dora_inferred_links').select('deployment_id')).toEqual([
      { deployment_id: 'two' },
    ]);
    const failed = await knex('dora_deployments').where({ failed: true });
    expect(failed.map(row => row.id)).toEqual(['two']);
  });

  it('are corrected by later records', async () => {
    await put({
      deployments: [deployment('one', 10), deployment('two', 60)],
      incidents: [{ id: 'i', started: 70, resolved: 90 }],
    });
    await derive();
    await put({
      links: [
        { incident: 'i', deployment: 'two', role: 'caused', stand: 'removed' },
      ],
    });
    await derive();
    expect(await knex('dora_recoveries')).toEqual([]);
    expect(await knex('dora_inferred_links')).toEqual([]);
    expect(await knex('dora_deployments').where({ failed: true })).toEqual([]);
  });

  it('are restored when derived rows are lost', async () => {
    await put({
      deployments: [
        deployment('one', 10),
        deployment('two', 60, { commits: ['b'] }),
      ],
      changes: [change('b', 20)],
    });
    await derive();
    const before = await knex('dora_lead_times');
    await knex('dora_lead_times').delete();
    await knex.transaction(trx => markAllForRecomputation(trx, START));
    await derive();
    expect(await knex('dora_lead_times')).toEqual(before);
  });

  it('are derived again when the rules change, and only then', async () => {
    await put({
      deployments: [deployment('one', 10)],
      incidents: [{ id: 'late', started: 10 + 3 * 60 }],
    });
    const followedWithin = async (hours: number) => {
      const options = {
        database: createDatabase(knex),
        incidentWindowMs: hours * 3_600_000,
        logger: mockServices.logger.mock(),
      };
      await followRules(options);
      const isPending = (await findOldestPending(knex)) !== undefined;
      while ((await deriveDue(options)) > 0) {
        // Repeats until nothing is left.
      }
      const { failed } = await knex('dora_deployments').first('failed');
      return { isPending, failed: Boolean(failed) };
    };
    expect(await followedWithin(1)).toEqual({ isPending: true, failed: false });
    expect(await followedWithin(1)).toEqual({
      isPending: false,
      failed: false,
    });
    expect(await followedWithin(24)).toEqual({ isPending: true, failed: true });
    expect(await followedWithin(1)).toEqual({ isPending: true, failed: false });
  });

  it('leave records that arrive meanwhile to the next run', async () => {
    await put({ deployments: [deployment('one', 10)] });
    const options = {
      database: interfering(() =>
        put({ deployments: [deployment('two', 60)] }),
      ),
      incidentWindowMs: 1,
      logger: mockServices.logger.mock(),
    };
    await deriveDue(options);
    expect(await findOldestPending(knex)).toBe(START);
    expect(await deriveDue(options)).toBe(1);
    expect(
      await knex('dora_deployments').where({ derived: true }),
    ).toHaveLength(2);
  });

  it('are not written by a process whose claim has expired', async () => {
    await put({ deployments: [deployment('one', 10)] });
    const logger = mockServices.logger.mock();
    const database = interfering(async () => {
      await knex('dora_dirty').update({ taken_until: 4e12 });
    });
    expect(await deriveDue({ database, incidentWindowMs: 1, logger })).toBe(0);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('The claim expired'),
    );
    expect(await knex('dora_deployments').where({ derived: true })).toEqual([]);
  });

  it('wait for related records', async () => {
    await put({ deployments: [deployment('one', 10)] });
    const options = {
      database: createDatabase(knex),
      incidentWindowMs: 1,
      logger: mockServices.logger.mock(),
    };
    await knex('dora_dirty').update({ since: Date.now() });
    expect(await deriveDue({ ...options, gatherMs: 3_600_000 })).toBe(0);
    expect(await deriveDue(options)).toBe(1);
  });

  it('wait a moment while records keep arriving', async () => {
    await put({ deployments: [deployment('one', 10)] });
    const options = {
      database: interfering(() =>
        put({ deployments: [deployment('two', 60)] }),
      ),
      incidentWindowMs: 1,
      againAfterMs: 3_600_000,
      logger: mockServices.logger.mock(),
    };
    expect(await deriveDue(options)).toBe(1);
    expect(await deriveDue(options)).toBe(0);
    expect(await findOldestPending(knex)).toBe(START);
  });

  describe('of a service with thousands of deployments', () => {
    /** More than one read returns, in two tiers. */
    const many = Array.from({ length: 2_100 }, (_, i) =>
      deployment(`d${i}`, i * 10, {
        commits: [`${i}-a`, `${i}-b`],
        tier: i % 3 === 0 ? 'staging' : 'production',
        outcome: i % 7 === 0 ? 'rolled_back' : 'succeeded',
      }),
    );
    const changes = many.flatMap((_, i) => [
      change(`${i}-a`, i * 10 - 30),
      change(`${i}-b`, i * 10 - 40),
    ]);

    const compare = async () => {
      const records = await readServiceRecords(knex, SERVICE);
      const derived = atOnce(deriveService(records, { incidentWindowMs: 1 }));
      return { derived, found: await findDifference(knex, SERVICE, derived) };
    };

    it('are complete, and only changes are written', async () => {
      await put({ deployments: many, changes });
      await derive();
      const { derived, found } = await compare();
      expect(found).toEqual({
        service: SERVICE,
        deployments: [],
        rows: ['dora_lead_times', 'dora_recoveries', 'dora_inferred_links'].map(
          table => expect.objectContaining({ table, gone: [], come: [] }),
        ),
        days: [],
      });
      const [{ n }] = await knex('dora_lead_times').count({ n: '*' });
      expect(Number(n)).toBe(derived.leadTimes.length);
      expect(derived.leadTimes.length).toBeGreaterThan(3_000);

      await knex('dora_changes')
        .where({ commit_id: '2000-a' })
        .update({ authored_at: START });
      const [leadTimes] = (await compare()).found.rows;
      expect(leadTimes.come).toEqual([
        expect.objectContaining({ commit_id: '2000-a' }),
      ]);
      expect(leadTimes.gone).toHaveLength(1);
    });

    it('yield to other work', async () => {
      await put({ deployments: many, changes });
      const turns = await countYields(derive);
      // SQLite never yields by itself; how often depends on the machine.
      expect(turns).toBeGreaterThan(0);
    });
  });
});
