import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import type { DeploymentStatus } from '@slipway/backstage-plugin-deployments-common';
import { aDeployment, SERVICE_ENVIRONMENT } from '../__testUtils__/records';
import { listAudit, toAuditRows } from '../repositories/auditEntries';
import { migrate } from '../migrate';
import {
  changeOwner,
  insertDeployment,
  readDeployment,
} from '../repositories/deployments';
import { findEnded } from '../repositories/endedDeployments';
import { toEventRows, readEvents } from '../repositories/deploymentEvents';
import { toOutboxRows, takeDueOutbox } from '../repositories/outbox';
import {
  acquireServiceEnvironment,
  readServiceEnvironment,
} from '../repositories/serviceEnvironments';
import { writeResults } from './batchedResults';
import type { StoredStepResult } from '../resultWriter';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_15'] });
const onPostgres = databases.supports('POSTGRES_15') ? describe : describe.skip;

const AT = 1_795_250_000_000;
const EPOCH = 3;
const LEASE = { owner: 'me', epoch: EPOCH, leaseUntil: AT + 30_000 };

onPostgres('reports that are written together', () => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await databases.init('POSTGRES_15');
    await migrate(knex);
  });
  afterEach(() => knex.destroy());

  async function under(id: string, status: DeploymentStatus = 'running') {
    const state = aDeployment(id, {
      status,
      seq: 5,
      at: AT,
      mayHaveChanged: true,
    });
    await knex.transaction(async trx => {
      const row = { state, tier: 'production', reducerVersion: 1 };
      await insertDeployment(trx, row);
      await changeOwner(trx, id, LEASE);
    });
    return state;
  }

  async function getReport(
    id: string,
    more: Partial<StoredStepResult> = {},
  ): Promise<StoredStepResult> {
    const before = await under(id);
    const after = { ...before, seq: 7, at: AT + 1, message: 'It’s “done”' };
    const event = { type: 'restarted', at: AT + 1 } as const;
    return {
      epoch: EPOCH,
      update: { before, after, wakeAt: AT + 9, reducerVersion: 2 },
      rows: [
        toEventRows(id, [
          { ...event, seq: 6 },
          { ...event, seq: 7 },
        ] as never),
        toAuditRows(
          ['first', 'second'].map(action => ({
            at: AT + 1,
            actor: { principal: 'service:slipway', via: 'system' as never },
            action,
            outcome: 'accepted' as const,
            deploymentId: id,
            details: { quote: `'"\\` },
          })),
        ),
        toOutboxRows(
          [
            {
              kind: 'signal',
              deploymentId: id,
              seq: 7,
            },
          ],
          AT + 1,
        ),
      ],
      ...more,
    };
  }

  const write = (reports: StoredStepResult[], isPrepared = false) =>
    writeResults(knex, reports, { isPrepared });
  const getSeq = async (id: string) =>
    (await readDeployment(knex, id))?.state.seq;
  const toEvents = async (id: string) =>
    (await readEvents(knex, id)).map(({ seq }) => seq);

  it.each([false, true])(
    'updates the rows and inserts what belongs to them (prepared: %s)',
    async isPrepared => {
      const reports = [await getReport('d1'), await getReport('d2')];
      const { written, now } = await write(reports, isPrepared);

      expect([...written].sort()).toEqual(['d1', 'd2']);
      expect(Math.abs(now - Date.now())).toBeLessThan(60_000);
      for (const { update } of reports) {
        const { id } = update.after;
        expect(await readDeployment(knex, id)).toMatchObject({
          state: update.after,
          wakeAt: AT + 9,
          reducerVersion: 2,
          ...LEASE,
        });
        expect(await toEvents(id)).toEqual([6, 7]);
        const { items } = await listAudit(knex, { deploymentId: id, limit: 9 });
        // Newest first.
        expect(items.map(({ action }) => action)).toEqual(['second', 'first']);
        expect(items[0].details).toEqual({ quote: `'"\\` });
      }
      const notified = await takeDueOutbox(knex, {
        now: AT + 1,
        until: AT + 2,
        limit: 9,
      });
      expect(
        notified.map(({ message }) => message.deploymentId).sort(),
      ).toEqual(['d1', 'd2']);
    },
  );

  it.each<[string, Partial<Record<string, unknown>>]>([
    ['another owner took it', { epoch: EPOCH + 1 }],
    ['somebody wrote since', { seq: 6 }],
    ['it is gone', { id: 'another' }],
  ])(
    'skips a result where %s, and inserts nothing for it',
    async (_, change) => {
      const reports = [await getReport('d1'), await getReport('d2')];
      await knex('deployments').where({ id: 'd1' }).update(change);
      const { written } = await write(reports);

      expect([...written]).toEqual(['d2']);
      expect(await getSeq('d2')).toBe(7);
      expect(await toEvents('d1')).toEqual([]);
      const { items } = await listAudit(knex, { deploymentId: 'd1', limit: 9 });
      expect(items).toEqual([]);
    },
  );

  it('does not wait for a locked row', async () => {
    const reports = [await getReport('d1'), await getReport('d2')];
    await knex.transaction(async trx => {
      await trx('deployments').where({ id: 'd1' }).forUpdate();
      const { written } = await write(reports);
      expect([...written]).toEqual(['d2']);
    });
    expect(await getSeq('d1')).toBe(5);
  });

  it('does not wait for a heartbeat in between', async () => {
    const report = await getReport('d1');
    await knex('deployments').update({ lease_until: AT + 60_000 });
    expect((await write([report])).written.size).toBe(1);
    expect(await readDeployment(knex, 'd1')).toMatchObject({
      leaseUntil: AT + 60_000,
    });
  });

  it('releases a deployment that has no more work', async () => {
    const report = await getReport('d1');
    const { update } = report;
    await write([{ ...report, update: { ...update, owner: 'released' } }]);
    expect(await readDeployment(knex, 'd1')).toMatchObject({
      owner: undefined,
      lastOwner: 'me',
      epoch: EPOCH + 1,
      leaseUntil: undefined,
    });
  });

  describe('of an ended deployment', () => {
    async function ending(): Promise<StoredStepResult> {
      const report = await getReport('d1');
      return {
        ...report,
        end: {
          ...SERVICE_ENVIRONMENT,
          isDelivery: true,
          change: { lockOwner: null, observed: null, driftAccepted: null },
        },
      };
    }
    const take = (lockOwner: string) =>
      knex.transaction(async trx => {
        await acquireServiceEnvironment(
          trx,
          SERVICE_ENVIRONMENT,
          lockOwner,
          AT,
          {
            at: AT,
            instances: [],
          },
        );
        await trx('service_environments').update({ hold: '{"by":"me"}' });
      });

    it('frees the environment, updates only its own columns, and marks the metrics', async () => {
      await take('d1');
      expect((await write([await ending()])).written.size).toBe(1);
      expect(
        await readServiceEnvironment(knex, SERVICE_ENVIRONMENT),
      ).toMatchObject({
        lockOwner: undefined,
        observed: undefined,
        fence: 1,
        hold: { by: 'me' },
      });
      expect(await findEnded(knex, 9)).toEqual(['d1']);
    });

    it('is skipped when another deployment owns the environment', async () => {
      await take('another');
      expect((await write([await ending()])).written.size).toBe(0);
      expect(await getSeq('d1')).toBe(5);
      expect(
        await readServiceEnvironment(knex, SERVICE_ENVIRONMENT),
      ).toMatchObject({ lockOwner: 'another' });
      expect(await findEnded(knex, 9)).toEqual([]);
    });

    it('is skipped when other deployments wait for the environment', async () => {
      await take('d1');
      const report = await ending();
      await under('d2', 'queued');
      expect((await write([report])).written.size).toBe(0);
      expect(
        await readServiceEnvironment(knex, SERVICE_ENVIRONMENT),
      ).toMatchObject({ lockOwner: 'd1' });
    });

    it('does not wait for a locked environment', async () => {
      await take('d1');
      const report = await ending();
      await knex.transaction(async trx => {
        await trx('service_environments').forUpdate();
        expect((await write([report])).written.size).toBe(0);
      });
    });
  });
});
