import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import type { DeploymentState } from '../domain/deployment/state';
import { appendAudit, listAudit } from './repositories/auditEntries';
import { sealNew, verifyChain } from '../maintenance/auditSealing/sealAudit';
import { createDatabase } from './createDatabase';
import { migrate } from './migrate';
import {
  findByIdempotencyKey,
  insertDeployment,
  readDeployment,
} from './repositories/deployments';
import { listDeployments } from './repositories/listDeployments';
import { findDue } from './ownership/leases';
import {
  acquireServiceEnvironment,
  raiseFence,
  readServiceEnvironment,
  updateServiceEnvironment,
} from './repositories/serviceEnvironments';
import {
  appendLogLines,
  readLogSize,
  readLogLines,
} from './repositories/stepLogLines';
import { enqueueOutbox, takeDueOutbox } from './repositories/outbox';
import {
  findVersion,
  listVersions,
  registerVersion,
} from './repositories/versions';
import { aDeployment, SERVICE_ENVIRONMENT } from './__testUtils__/records';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
function state(
  id: string,
  requestedAt: number,
  more: Partial<DeploymentState> = {},
): DeploymentState {
  return aDeployment(id, { requestedAt, at: requestedAt, ...more });
}

describe.each(databases.eachSupportedId())('the store on %s', databaseId => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await databases.init(databaseId);
  });
  afterEach(() => knex.destroy());

  describe('once migrated', () => {
    beforeEach(() => migrate(knex));

    it("reads the database's clock in milliseconds", async () => {
      const now = await createDatabase(knex).now(knex);
      expect(Number.isInteger(now)).toBe(true);
      expect(Math.abs(now - Date.now())).toBeLessThan(5_000);
    });

    it('returns a state as it was written, including times beyond 32 bits', async () => {
      const written = state('d1', 1_795_250_000_000, { notBefore: 1 });
      await knex.transaction(trx =>
        insertDeployment(trx, {
          state: written,
          tier: 'production',
          reducerVersion: 1,
        }),
      );
      expect((await readDeployment(knex, 'd1'))?.state).toEqual(written);
    });

    it('pages through deployments, newest first, and includes all of the same moment', async () => {
      await knex.transaction(async trx => {
        for (let index = 0; index < 7; index++) {
          await insertDeployment(trx, {
            state: state(`d${index}`, 1000 + Math.floor(index / 3)),
            tier: 'production',
            reducerVersion: 1,
          });
        }
      });
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page: Awaited<ReturnType<typeof listDeployments>> =
          await listDeployments(knex, { limit: 2, cursor });
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor;
      } while (cursor);
      expect(seen).toEqual(['d6', 'd5', 'd4', 'd3', 'd2', 'd1', 'd0']);
      await expect(
        listDeployments(knex, { limit: 2, cursor: 'made-up' }),
      ).rejects.toThrow(/cursor/);
    });

    it('finds deployments by their ids, among those that the reader may read', async () => {
      await knex.transaction(async trx => {
        for (const id of ['a', 'b', 'c']) {
          await insertDeployment(trx, {
            state: state(id, 1),
            tier: 'production',
            reducerVersion: 1,
          });
        }
      });
      const find = async (
        allowed?: Parameters<typeof listDeployments>[1]['allowed'],
      ) =>
        (
          await listDeployments(knex, {
            ids: ['a', 'c', 'unknown'],
            allowed,
            limit: 9,
          })
        ).items.map(({ id }) => id);
      expect(await find()).toEqual(['c', 'a']);
      expect(await find({ environmentIn: [] })).toEqual([]);
    });

    it('finds deployments that wait for a person by an index of their own', async () => {
      const blocked = (id: string, kind: 'approval' | 'window') =>
        state(id, 1, { blockers: [{ kind, message: '' }] });
      await knex.transaction(async trx => {
        for (const each of [
          blocked('approval', 'approval'),
          blocked('window', 'window'),
          state('free', 1),
        ]) {
          await insertDeployment(trx, {
            state: each,
            tier: 'production',
            reducerVersion: 1,
          });
        }
      });
      const { items } = await listDeployments(knex, {
        awaitsPerson: true,
        limit: 9,
      });
      expect(items.map(({ id }) => id)).toEqual(['approval']);

      const sql =
        'select id from deployments where awaits_person_since is not null order by requested_at desc, id desc limit 9';
      const plan = await knex.transaction(async trx => {
        if (databaseId === 'SQLITE_3') {
          return trx.raw(`explain query plan ${sql}`);
        }
        // PostgreSQL reads a table with three rows as a whole.
        await trx.raw('set local enable_seqscan = off');
        return trx.raw(`explain ${sql}`);
      });
      expect(JSON.stringify(plan)).toContain('deployments_awaits_idx');
    });

    it('turns conditions into SQL, and returns nothing for an empty one', async () => {
      await knex.transaction(async trx => {
        await insertDeployment(trx, {
          state: state('mine', 1),
          tier: 'production',
          reducerVersion: 1,
          ownerGroup: 'group:default/a',
        });
        await insertDeployment(trx, {
          state: state('nobodys', 2, { environment: 'dev' }),
          tier: 'development',
          reducerVersion: 1,
        });
      });
      const seen = async (
        allowed: Parameters<typeof listDeployments>[1]['allowed'],
      ) =>
        (await listDeployments(knex, { limit: 9, allowed })).items
          .map(({ id }) => id)
          .sort();
      expect(await seen({ ownerIn: ['group:default/a'] })).toEqual(['mine']);
      expect(await seen({ not: { ownerIn: ['group:default/a'] } })).toEqual([
        'nobodys',
      ]);
      expect(await seen({ tierIn: ['production'] })).toEqual(['mine']);
      expect(await seen({ environmentIn: ['dev', 'production'] })).toEqual([
        'mine',
        'nobodys',
      ]);
      expect(await seen({ serviceIn: [] })).toEqual([]);
      expect(await seen({ ownerIn: [] })).toEqual([]);
      expect(await seen({ anyOf: [] })).toEqual([]);
      expect(
        await seen({
          allOf: [
            { serviceIn: [SERVICE_ENVIRONMENT.service] },
            { anyOf: [{ tierIn: ['development'] }, { ownerIn: [] }] },
          ],
        }),
      ).toEqual(['nobodys']);
    });

    it('scopes an idempotency key to its principal', async () => {
      await knex.transaction(trx =>
        insertDeployment(trx, {
          state: state('d1', 1),
          tier: 'production',
          reducerVersion: 1,
          idempotency: { key: 'k', requestHash: 'h' },
        }),
      );
      expect(await findByIdempotencyKey(knex, 'user:default/ada', 'k')).toEqual(
        { id: 'd1', requestHash: 'h' },
      );
      expect(
        await findByIdempotencyKey(knex, 'user:default/bob', 'k'),
      ).toBeUndefined();
      await expect(
        knex.transaction(trx =>
          insertDeployment(trx, {
            state: state('d2', 2),
            tier: 'production',
            reducerVersion: 1,
            idempotency: { key: 'k', requestHash: 'h' },
          }),
        ),
      ).rejects.toBeDefined();
    });

    it('finds due deployments that have no owner and a known reducer version', async () => {
      await knex.transaction(async trx => {
        for (const id of ['due', 'later', 'owned', 'newer', 'expired']) {
          await insertDeployment(trx, {
            state: state(id, 1),
            tier: 'production',
            reducerVersion: 1,
            wakeAt: id === 'later' ? 2_000 : 500,
          });
        }
        const update = (id: string, columns: object) =>
          trx('deployments').where({ id }).update(columns);
        await update('owned', { owner: 'x', lease_until: 5_000 });
        await update('expired', { owner: 'x', lease_until: 900 });
        await update('newer', { reducer_version: 99 });
      });
      expect(
        (await findDue(knex, 1_000, { limit: 10, reducerVersion: 1 })).sort(),
      ).toEqual(['due', 'expired']);
    });

    it('gives an environment to one owner, with a fence that only rises', async () => {
      const acquire = (lockOwner: string) =>
        knex.transaction(async trx => {
          const serviceEnvironment = await acquireServiceEnvironment(
            trx,
            SERVICE_ENVIRONMENT,
            lockOwner,
            1,
          );
          return serviceEnvironment?.fence;
        });
      expect(await acquire('one')).toBe(1);
      expect(await acquire('two')).toBeUndefined();
      expect(
        await knex.transaction(trx =>
          raiseFence(trx, SERVICE_ENVIRONMENT, 'one', 2),
        ),
      ).toBe(2);
      expect(
        await knex.transaction(trx =>
          raiseFence(trx, SERVICE_ENVIRONMENT, 'two', 2),
        ),
      ).toBeUndefined();
      await knex.transaction(trx =>
        updateServiceEnvironment(
          trx,
          SERVICE_ENVIRONMENT,
          { lockOwner: null },
          3,
        ),
      );
      expect(await acquire('two')).toBe(3);
      expect(
        await readServiceEnvironment(knex, SERVICE_ENVIRONMENT),
      ).toMatchObject({ lockOwner: 'two' });
    });

    it('registers an artifact once, and keeps the first registration', async () => {
      const register = (name: string) =>
        knex.transaction(trx =>
          registerVersion(trx, {
            service: SERVICE_ENVIRONMENT.service,
            source: 'api',
            now: 5,
            request: {
              name,
              artifact: 'sha256:1',
              commits: [{ id: 'c1', message: 'Fix 100 % of it' }],
              commitId: 'feedc0de',
              flags: ['migrations'],
            },
          }),
        );
      const first = await register('1.0.0');
      expect(first).toMatchObject({
        created: true,
        version: {
          name: '1.0.0',
          flags: ['migrations'],
          commits: [{ id: 'c1' }],
        },
      });
      expect(await register('other')).toEqual({
        created: false,
        version: first.version,
      });
      expect(
        await findVersion(knex, SERVICE_ENVIRONMENT.service, first.version.id),
      ).toEqual(first.version);
      const found = (q: string) =>
        listVersions(knex, SERVICE_ENVIRONMENT.service, { q, limit: 5 });
      expect((await found('100 %')).items).toHaveLength(1);
      expect((await found('100_%')).items).toHaveLength(0);
      expect((await found('SHA256')).items).toHaveLength(1);
      expect((await found('FeedC0')).items).toHaveLength(1);
      expect((await found('feedc1')).items).toHaveLength(0);
    });

    it('finds log lines by text and returns the size of a log', async () => {
      await knex.transaction(trx =>
        insertDeployment(trx, {
          state: state('d1', 1),
          tier: 'production',
          reducerVersion: 1,
        }),
      );
      await appendLogLines(knex, 'd1', 's', [
        { at: 1, level: 'info', line: 'Hällo 50%', cut: false },
        { at: 2, level: 'warn', line: 'the log is cut here', cut: true },
      ]);
      expect(await readLogSize(knex, 'd1', 's')).toEqual({
        bytes: 29,
        cut: true,
      });
      const found = await readLogLines(knex, 'd1', {
        q: '50%',
        afterSeq: 0,
        limit: 10,
      });
      expect(found).toMatchObject({
        truncated: true,
        items: [{ line: 'Hällo 50%' }],
      });
    });

    it('gives an outbox message to one replica until it is due again', async () => {
      const take = (now: number) =>
        knex.transaction(trx =>
          takeDueOutbox(trx, { now, until: now + 100, limit: 5 }),
        );
      await knex.transaction(trx =>
        enqueueOutbox(
          trx,
          [
            {
              kind: 'signal',
              deploymentId: 'd',
              seq: 1,
            },
          ],
          1,
        ),
      );
      expect(await take(10)).toMatchObject([{ attempts: 1 }]);
      expect(await take(20)).toEqual([]);
      expect(await take(200)).toMatchObject([{ attempts: 2 }]);
    });

    it('chains audit entries so that a change is detected', async () => {
      const database = createDatabase(knex);
      const entry = (action: string) => ({
        at: 1,
        actor: { principal: 'user:default/a', via: 'portal' as const },
        action,
        outcome: 'accepted' as const,
        details: { a: { b: 1 } },
      });
      await knex.transaction(trx =>
        appendAudit(trx, [entry('one'), entry('two'), entry('three')]),
      );
      expect(await sealNew(database)).toBe(3);
      expect(await verifyChain(database)).toMatchObject({
        result: 'intact',
        entries: 3,
      });
      await knex('audit_entries')
        .where({ action: 'two' })
        .update({ actor: 'user:default/b' });
      expect(await verifyChain(database)).toMatchObject({
        result: 'broken',
        position: 2,
      });
      const page = await listAudit(knex, { limit: 2 });
      expect(page.items.map(({ action }) => action)).toEqual(['three', 'two']);
      const rest = await listAudit(knex, { limit: 2, cursor: page.nextCursor });
      expect(rest.items.map(({ action }) => action)).toEqual(['one']);
    });
  });
});
