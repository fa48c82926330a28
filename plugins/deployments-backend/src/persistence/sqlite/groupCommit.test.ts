import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { afterCommit } from '../afterCommit';
import { groupCommits } from './groupCommit';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('group commit', () => {
  let knex: Knex;
  let transaction: ReturnType<typeof groupCommits>;
  let commits: number;
  /** Runs in place of a commit, once. */
  let insteadOfCommit: (() => void) | undefined;

  beforeEach(async () => {
    knex = await databases.init('SQLITE_3');
    await knex.schema.createTable('notes', table => {
      table.integer('id').primary();
    });
    transaction = groupCommits(knex);
    commits = 0;
    insteadOfCommit = undefined;
    knex.on('query', ({ sql }: { sql: string }) => {
      if (sql.startsWith('COMMIT')) {
        commits += 1;
        const instead = insteadOfCommit;
        insteadOfCommit = undefined;
        instead?.();
      }
    });
  });
  afterEach(() => knex.destroy());

  const note = (id: number) => (trx: Knex.Transaction) =>
    trx('notes').insert({ id });
  const notes = async () => (await knex('notes').orderBy('id')).map(n => n.id);
  const outcomes = async (all: Promise<unknown>[]) =>
    (await Promise.allSettled(all)).map(({ status }) => status);

  it('commits simultaneous transactions together, up to a limit', async () => {
    await Promise.all(
      Array.from({ length: 40 }, (_, id) => transaction(note(id))),
    );
    expect(await notes()).toHaveLength(40);
    expect(commits).toBe(3);
  });

  it('commits sequential transactions one by one', async () => {
    await transaction(note(1));
    await transaction(note(2));
    expect(commits).toBe(2);
  });

  it('lets other events through between many transactions in a row', async () => {
    let isHeard = false;
    setImmediate(() => {
      isHeard = true;
    });
    let written = 0;
    while (!isHeard && written < 20_000) {
      await transaction(note((written += 1)));
    }
    expect(isHeard).toBe(true);
  });

  it.each([
    ['first', [1, 1, 2, 3], ['rejected', 'fulfilled', 'fulfilled'], [1, 2, 3]],
    [
      'one in the middle',
      [1, 2, 1, 3],
      ['fulfilled', 'rejected', 'fulfilled'],
      [1, 2, 3],
    ],
    ['last', [1, 2, 3, 1], ['fulfilled', 'fulfilled', 'rejected'], [1, 2, 3]],
  ])(
    'undoes only the part of the %s when it fails',
    async (_, ids, expected, kept) => {
      const [known, ...rest] = ids;
      await transaction(note(known));
      const half = 100;
      const asked = rest.map(id =>
        transaction(async trx => {
          await note(half + id)(trx);
          await note(id)(trx);
        }),
      );
      expect(await outcomes(asked)).toEqual(expected);
      const others = kept.filter(id => id !== known).map(id => half + id);
      expect(await notes()).toEqual([...kept, ...others]);
    },
  );

  it('reports success and runs the afterCommit hooks only after the commit', async () => {
    const reported: string[] = [];
    const asked = [1, 2, 3].map(id =>
      transaction(async trx => {
        await note(id)(trx);
        afterCommit(trx, () => reported.push(`committed ${id}`));
      }).then(() => reported.push(`answered ${id}`)),
    );
    insteadOfCommit = () => reported.push('commit');
    await Promise.all(asked);
    expect(reported[0]).toBe('commit');
    expect(reported.filter(it => it.startsWith('committed'))).toHaveLength(3);
  });

  it('reports a failed commit to all members, and continues with the next transactions', async () => {
    const reported: string[] = [];
    const asked = [1, 2].map(id =>
      transaction(async trx => {
        await note(id)(trx);
        afterCommit(trx, () => reported.push(`committed ${id}`));
      }),
    );
    insteadOfCommit = () => {
      throw new Error('The disk is full');
    };
    expect(await outcomes(asked)).toEqual(['rejected', 'rejected']);
    expect(reported).toEqual([]);
    await transaction(note(3));
    expect(await notes()).toEqual([3]);
  });

  it('reports an error to each member while no transaction can begin, and recovers afterwards', async () => {
    // A transaction is open already, so another one cannot begin.
    await knex.raw('begin');
    const asked = [1, 2].map(id => transaction(note(id)));
    expect(await outcomes(asked)).toEqual(['rejected', 'rejected']);
    await knex.raw('rollback');
    await transaction(note(3));
    expect(await notes()).toEqual([3]);
  });

  it('fails once the database is closed', async () => {
    await knex.destroy();
    await expect(transaction(note(1))).rejects.toThrow('connection');
    await expect(transaction(note(2))).rejects.toThrow('connection');
  });

  it('runs no afterCommit hook of a failed member', async () => {
    const reported: number[] = [];
    const asked = [1, 2, 3].map(id =>
      transaction(async trx => {
        afterCommit(trx, () => reported.push(id));
        await note(id === 2 ? 1 : id)(trx);
      }),
    );
    expect(await outcomes(asked)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(reported).toEqual([1, 3]);
  });

  it('leaves the hooks of other transactions as they are', async () => {
    const reported: string[] = [];
    await knex.transaction(async trx => {
      afterCommit(trx, () => reported.push('after'));
    });
    await knex
      .transaction(async trx => {
        afterCommit(trx, () => reported.push('never'));
        throw new Error('no');
      })
      .catch(() => {});
    expect(reported).toEqual(['after']);
  });
});
