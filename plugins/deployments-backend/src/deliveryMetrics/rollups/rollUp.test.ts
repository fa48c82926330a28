import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import type { Database } from '../../persistence/database';
import { createDatabase } from '../../persistence/createDatabase';
import { migrate } from '../../persistence/migrate';
import { markAllForRecomputation } from '../persistence/pendingRecomputation';
import { putDeployments } from '../persistence/sourceRecordRows';
import {
  findStaleRollups,
  markRollupsStale,
} from '../persistence/rollups/rollupRows';
import { putRecords } from '../__testUtils__/putFacts';
import {
  FACTS_DAYS,
  FACTS_FROM,
  randomRecords,
} from '../__testUtils__/randomFacts';
import { referenceFigures, referenceTrend } from '../__testUtils__/reference';
import type { ServiceRecords } from '../definitions/sourceRecords';
import { computeRange } from '../definitions/periods';
import { mergeDeployments } from '../projections/mergeRecords';
import { createMetricReader } from '../queries/createMetricReader';
import type { MetricReader, SumsRequest } from '../queries/metricReader';
import { createRollupReader } from '../queries/rollupReader';
import { createRowReader } from '../queries/rowReader';
import { rollUpOne } from './rollUp';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const DAY = 86_400_000;
const INCIDENT_WINDOW = 2 * DAY;
const EVER = { from: FACTS_FROM - DAY, until: FACTS_FROM + 200 * DAY };

/** A new seed for each run. A failing one is in the test's name; put it here to repeat it. */
const SEEDS = [3, Math.floor(Math.random() * 1e9)];

/** Zones that differ from UTC by whole hours, by fractions, and by half an hour more in summer. */
const ZONES = [
  'UTC',
  'Europe/Stockholm',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'America/St_Johns',
];
const TIERS = ['production', 'staging'] as const;

function requestsIn(zone: string): SumsRequest[] {
  const of = (
    from: string,
    to: string,
    interval: 'day' | 'week' | 'month',
    now: number,
  ) => {
    const asked = { from, to, zone, now };
    const range = computeRange({ ...asked, interval });
    const isBegun = ({ from: at }: { from: number }) => at < range.until;
    return TIERS.map(
      (tier): SumsRequest => ({
        filter: { tier },
        span: { from: range.from, until: range.until },
        previous: { from: range.previous.from, until: range.previous.to },
        dayStarts: computeRange({ ...asked, interval: 'day' })
          .periods.filter(isBegun)
          .map(period => period.from),
        starts: range.periods.filter(isBegun).map(period => period.from),
        settlingSince: now - DAY,
      }),
    );
  };
  const later = Date.UTC(2027, 0, 1);
  // In the middle of a day, at an odd time.
  const within = Date.UTC(2026, 2, 31, 13, 7, 11, 13);
  return [
    ...of('2026-01-01', '2026-05-10', 'month', later),
    ...of('2026-03-20', '2026-04-10', 'day', later),
    ...of('2026-03-05', '2026-04-20', 'week', within),
  ];
}

describe.each(databases.eachSupportedId())(
  'daily rollups on %s',
  databaseId => {
    let knex: Knex;
    let database: Database;
    let rows: MetricReader;
    /** Fails where it would have to read the rows. */
    let rollups: MetricReader;

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      await migrate(knex);
      database = createDatabase(knex);
      rows = createRowReader(database);
      const refuse = async () => {
        throw new Error('The rollups were not used');
      };
      rollups = createRollupReader(database, {
        sums: refuse,
        excluded: refuse,
        totals: refuse,
      });
    });
    afterEach(() => knex.destroy());

    const put = (records: readonly ServiceRecords[]) =>
      putRecords(database, records, {
        incidentWindowMs: INCIDENT_WINDOW,
        logger: mockServices.logger.mock(),
      });

    async function packAll(): Promise<void> {
      while (await rollUpOne(database, 0)) {
        // Repeats until nothing is left.
      }
    }

    const decompressed = () => findStaleRollups(knex, 'production', EVER);

    it.each(SEEDS)(
      'give the figures of the definitions in every time zone, for seed %i',
      async seed => {
        const records = randomRecords(seed);
        await put(records);
        await packAll();
        expect(await decompressed()).toEqual([]);
        let summed = 0;
        for (const request of ZONES.flatMap(requestsIn)) {
          const sums = await rollups.sums(request);
          expect(sums).toEqual(await rows.sums(request));
          summed += sums.figures.delivery.n + sums.figures.leadTime.n;
        }
        const [request] = requestsIn('Asia/Kathmandu');
        const { filter, span, starts } = request;
        expect(await rollups.sums(request)).toEqual({
          figures: referenceFigures(records, request, INCIDENT_WINDOW),
          previous: expect.anything(),
          trend: referenceTrend(records, filter, span, starts, INCIDENT_WINDOW),
        });
        // The comparison must not pass for lack of rows.
        expect(summed).toBeGreaterThan(100);
      },
    );

    it('are corrected where the reader may not see some services', async () => {
      const records = randomRecords(7);
      await put(records);
      await packAll();
      await put([{ ...records[2], incidents: [], links: [] }]);
      const hidden = [
        records[0].service,
        records[3].service,
        'component:default/no',
      ];
      for (const without of [
        [],
        hidden,
        records.map(({ service }) => service),
      ]) {
        for (const request of requestsIn('Australia/Lord_Howe')) {
          const fewer = { ...request, filter: { ...request.filter, without } };
          const sums = await rollups.sums(fewer);
          expect(sums).toEqual(await rows.sums(fewer));
          const { filter, span } = fewer;
          const services = records
            .map(({ service }) => service)
            .filter(service => !without.includes(service));
          expect(await rollups.excluded(filter, span)).toEqual(
            await rows.excluded({ tier: filter.tier, services }, span),
          );
        }
      }
    });

    it('match the rows of days that changed since', async () => {
      const [first, second, ...others] = randomRecords(4);
      await put([first, ...others]);
      await packAll();
      await put([
        {
          ...second,
          deployments: second.deployments.slice(0, 3),
          incidents: second.incidents.slice(0, 1),
          links: [],
        },
      ]);
      const changed = await decompressed();
      expect(changed.length).toBeGreaterThan(0);
      for (const request of requestsIn('Asia/Kathmandu')) {
        const sums = await rollups.sums(request);
        expect(sums).toEqual(await rows.sums(request));
      }
      await packAll();
      for (const request of requestsIn('Asia/Kathmandu')) {
        const sums = await rollups.sums(request);
        expect(sums).toEqual(await rows.sums(request));
      }
    });

    it('are not used when too many days have changed', async () => {
      const records = randomRecords(5);
      await put(records);
      expect((await decompressed()).length).toBeGreaterThan(20);
      const [request] = requestsIn('UTC');
      await expect(rollups.sums(request)).rejects.toThrow('not used');
      expect(await createMetricReader(database).sums(request)).toEqual(
        await rows.sums(request),
      );
    });

    it('count the same rows as lists', async () => {
      await put(randomRecords(6));
      await packAll();
      const filter = { tier: 'production' } as const;
      const span = {
        from: FACTS_FROM + 5 * DAY + 1,
        until: FACTS_FROM + FACTS_DAYS * DAY,
      };
      expect(await rollups.excluded(filter, span)).toEqual(
        await rows.excluded(filter, span),
      );
      for (const metric of [
        'deployment-frequency',
        'change-lead-time',
        'change-fail-rate',
        'recovery-time',
        'rework-rate',
      ] as const) {
        const request = { metric, filter, span };
        expect(await rollups.totals(request)).toEqual(
          await rows.totals(request),
        );
      }
    });

    it('are bypassed when a deployment is corrected', async () => {
      const [one] = randomRecords(7);
      await put([one]);
      await packAll();
      const fields = one.deployments.find(({ tier }) => tier === 'production');
      if (!fields) throw new Error('Seed 7 deploys nothing');
      await knex.transaction(async trx => {
        const { days } = await putDeployments(
          trx,
          [
            {
              fields: {
                ...fields,
                finishedAt: fields.finishedAt - 40 * DAY,
                demo: !fields.demo,
              },
              sourceId: fields.id,
              reported: { occurredAt: 2, eventId: 'later' },
            },
          ],
          mergeDeployments,
        );
        await markRollupsStale(trx, days);
      });
      expect(await decompressed()).toHaveLength(2);
      for (const request of requestsIn('Europe/Stockholm')) {
        expect(await rollups.sums(request)).toEqual(await rows.sums(request));
      }
    });

    it('are all compressed again when everything is derived again', async () => {
      await put(randomRecords(9));
      await packAll();
      const [request] = requestsIn('UTC');
      const before = await rollups.sums(request);
      // As if they were lost, or compressed by other rules.
      await knex('dora_rollups').update({ n: 0 });
      await knex.transaction(trx => markAllForRecomputation(trx, 1));
      await packAll();
      expect(await rollups.sums(request)).toEqual(before);
    });

    it('wait until nobody changes them any more', async () => {
      await put(randomRecords(8));
      expect(await rollUpOne(database, DAY)).toBe(false);
      expect(await rollUpOne(database, 0)).toBe(true);
    });
  },
);
