import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import {
  aWhile,
  createLocal,
  createPgBoss,
  deferred,
  enqueue,
  until,
} from './__testUtils__/testQueues';
import type { TestQueue, TestQueueOptions } from './__testUtils__/testQueues';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

describe.each(databases.eachSupportedId())(
  'the wake-up queue on %s',
  databaseId => {
    let knex: Knex;
    let test: TestQueue;
    let calls: string[];

    async function start(
      handler: (id: string, signal: AbortSignal) => Promise<void>,
      options: TestQueueOptions = {},
    ) {
      const create = databaseId === 'SQLITE_3' ? createLocal : createPgBoss;
      test = await create(knex, options);
      await test.queue.start(async (id, signal) => {
        calls.push(id);
        await handler(id, signal);
      });
      return test.queue;
    }
    beforeEach(async () => {
      calls = [];
      knex = await databases.init(databaseId);
    });
    afterEach(async () => {
      await test.stop();
      await knex.destroy();
    });

    it('wakes when the transaction commits, and not when it is rolled back', async () => {
      const queue = await start(async () => {});
      await knex
        .transaction(async trx => {
          await queue.enqueue(trx, 'never');
          throw new Error('rolled back');
        })
        .catch(() => {});
      await knex.transaction(async trx => {
        await queue.enqueue(trx, 'committed');
        expect(calls).toEqual([]);
      });
      await until(() => calls.length > 0);
      await aWhile();
      expect(calls).toEqual(['committed']);
    });

    it('runs one handler per deployment at a time, and loses no wake-up meanwhile', async () => {
      const first = deferred();
      let atOnce = 0;
      const queue = await start(async () => {
        atOnce += 1;
        expect(atOnce).toBe(1);
        if (calls.length === 1) {
          await first.promise;
        }
        atOnce -= 1;
      });
      await enqueue(knex, queue, 'a');
      await until(() => calls.length === 1);
      await enqueue(knex, queue, 'a');
      await enqueue(knex, queue, 'a');
      await aWhile();
      expect(calls).toEqual(['a']);
      first.resolve();
      await until(() => calls.length === 2);
    });

    it('runs no more handlers than its concurrency allows', async () => {
      const gate = deferred();
      let atWork = 0;
      let most = 0;
      const queue = await start(
        async () => {
          atWork += 1;
          most = Math.max(most, atWork);
          await gate.promise;
          atWork -= 1;
        },
        { concurrency: 2 },
      );
      for (const id of ['a', 'b', 'c', 'd', 'e']) {
        await enqueue(knex, queue, id);
      }
      await aWhile();
      expect(most).toBe(2);
      gate.resolve();
      await until(() => calls.length === 5 && atWork === 0);
      expect(most).toBe(2);
    });

    it('wakes at the given time, and at the earliest of several', async () => {
      const queue = await start(async () => {});
      const at = Date.now() + 200;
      await enqueue(knex, queue, 'a', at + 3_600_000);
      await enqueue(knex, queue, 'a', at);
      await until(() => calls.length > 0);
      expect(Date.now()).toBeGreaterThanOrEqual(at - 2);
      await aWhile();
      expect(calls).toEqual(['a']);
    });

    it('wakes now even if a later wake-up is scheduled', async () => {
      const queue = await start(async () => {});
      await enqueue(knex, queue, 'a', Date.now() + 3_600_000);
      await enqueue(knex, queue, 'a');
      await until(() => calls.length > 0);
      expect(calls).toEqual(['a']);
    });

    it('finds due rows without a wake-up at its start and later', async () => {
      let due = ['left by another process'];
      await start(
        async () => {
          due = [];
        },
        { findDue: async limit => due.slice(0, limit) },
      );
      await until(() => calls.includes('left by another process'));
      due = ['lost wake-up'];
      await until(() => calls.includes('lost wake-up'));
      expect(due).toEqual([]);
    });

    it('survives a handler that throws', async () => {
      const queue = await start(async () => {
        throw new Error('a mistake');
      });
      await enqueue(knex, queue, 'a');
      await until(() => calls.length === 1);
      await enqueue(knex, queue, 'a');
      await until(() => calls.length === 2);
      expect(test.logger.error).toHaveBeenCalledWith(
        expect.stringContaining('a mistake'),
      );
    });

    it('aborts running handlers when it is stopped, and waits for them', async () => {
      let ended = false;
      const queue = await start(
        (_id, signal) =>
          new Promise(resolve => {
            signal.addEventListener('abort', () => {
              ended = true;
              resolve();
            });
          }),
      );
      await enqueue(knex, queue, 'a');
      await until(() => calls.length === 1);
      await queue.stop();
      expect(ended).toBe(true);
      await enqueue(knex, queue, 'b');
      await aWhile();
      expect(calls).toEqual(['a']);
    });
  },
);
