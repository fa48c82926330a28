import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import type { Database } from '../../persistence/database';
import { createDatabase } from '../../persistence/createDatabase';
import { migrate } from '../../persistence/migrate';
import { createEnvironmentNames } from '../normalize/environmentNames';
import type { ClassifiedEvent } from './classifyEvents';
import { classifyEvents } from './classifyEvents';
import { persistBatch } from './persistBatch';
import type { ServiceNames } from './serviceNames';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const NOW = Date.UTC(2026, 5, 1);
const SERVICE = 'component:default/checkout';

const names: ServiceNames = {
  resolve: async (_, asked) =>
    new Map(
      [...asked].map(name => [
        name,
        { result: 'found', services: [{ ref: name }] },
      ]),
    ),
};

async function reported(id: string, version = id): Promise<ClassifiedEvent[]> {
  return classifyEvents({
    source: 'ci',
    events: [
      {
        id,
        type: 'deployment',
        service: SERVICE,
        environment: 'production',
        deployment: id,
        version,
        outcome: 'succeeded',
        finishedAt: new Date(NOW).toISOString(),
      },
    ],
    names,
    environments: createEnvironmentNames([
      { name: 'production', tier: 'production' },
    ]),
    // Not called: the events name services that the catalog has.
    database: { knex: {} as Knex },
    isDryRun: false,
    now: NOW,
    fresh: false,
  });
}

describe.each(databases.eachSupportedId())(
  'simultaneous events on %s',
  databaseId => {
    let knex: Knex;
    let database: Database;

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      await migrate(knex);
      database = createDatabase(knex);
    });
    afterEach(() => knex.destroy());

    /** A database whose transactions fail as `fails` says, and that counts them. */
    function watched(fails: (transaction: number) => Error | undefined) {
      const counted = { transactions: 0 };
      const watching: Database = {
        ...database,
        transaction: async work => {
          counted.transactions++;
          const error = fails(counted.transactions);
          if (error) throw error;
          return database.transaction(work);
        },
      };
      return { watching, counted };
    }

    const ids = (n: number) => Array.from({ length: n }, (_, i) => `e${i}`);
    const kept = async () =>
      (await knex('dora_deployments').pluck('source_id')).sort();

    it('share transactions, and get their own responses', async () => {
      const { watching, counted } = watched(() => undefined);
      const persist = persistBatch(watching);
      const classified = await Promise.all(ids(30).map(id => reported(id)));
      const answers = await Promise.all(
        classified.map(one => persist(one, NOW)),
      );
      expect(answers.every(repeated => repeated.size === 0)).toBe(true);
      expect(await kept()).toEqual(ids(30).sort());
      expect(counted.transactions).toBeLessThan(10);
      const again = await Promise.all(classified.map(one => persist(one, NOW)));
      expect(again.every(repeated => repeated.size === 1)).toBe(true);
    });

    it('with the same id are one event, whichever comes first', async () => {
      const persist = persistBatch(database);
      const classified = await Promise.all(
        ['first', 'second', 'third'].map(version => reported('same', version)),
      );
      const answers = await Promise.all(
        classified.map(one => persist(one, NOW)),
      );
      expect(answers.map(repeated => repeated.size).sort()).toEqual([0, 1, 1]);
      expect(await knex('dora_events')).toHaveLength(1);
      expect(await knex('dora_deployments')).toHaveLength(1);
    });

    it('are stored even if one of them cannot be', async () => {
      const { watching } = watched(() => undefined);
      const persist = persistBatch(watching);
      const classified = await Promise.all(ids(5).map(id => reported(id)));
      // No column accepts it.
      const [bad] = await reported('bad');
      const wrong = { ...bad, record: { ...bad.record, eventId: undefined } };
      const answers = await Promise.allSettled([
        ...classified.map(one => persist(one, NOW)),
        persist([wrong as unknown as ClassifiedEvent], NOW),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([
        ...ids(5).map(() => 'fulfilled'),
        'rejected',
      ]);
      expect(await kept()).toEqual(ids(5));
    });

    it('all report an outage', async () => {
      const { watching, counted } = watched(n =>
        n > 1 ? Object.assign(new Error('gone'), { code: '57P01' }) : undefined,
      );
      const persist = persistBatch(watching);
      const classified = await Promise.all(ids(9).map(id => reported(id)));
      const answers = await Promise.allSettled(
        classified.map(one => persist(one, NOW)),
      );
      expect(
        answers.filter(({ status }) => status === 'rejected'),
      ).toHaveLength(8);
      expect(counted.transactions).toBe(2);
      expect(await kept()).toEqual(['e0']);
    });
  },
);
