import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { DoraRow } from '@slipway/backstage-plugin-deployments-common';
import { DORA_METRICS } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import type { Database } from '../../../persistence/database';
import { createDatabase } from '../../../persistence/createDatabase';
import { migrate } from '../../../persistence/migrate';
import { putRecords } from '../../__testUtils__/putFacts';
import { FACTS_FROM, randomRecords } from '../../__testUtils__/randomFacts';
import { listCards } from '../../definitions/metricValues';
import { percentile } from '../../definitions/percentile';
import { readFigures } from '../metricFigures';
import type { RowsRequest } from './readRows';
import { createRowReader } from '../rowReader';
import { readRows } from './readRows';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const DAY = 86_400_000;
/** A new seed for each run. A failing one is in the test's name; put it here to repeat it. */
const SEEDS = [2, Math.floor(Math.random() * 1e9)];

const SPAN = { from: FACTS_FROM + 20 * DAY, until: FACTS_FROM + 110 * DAY };
const DAYS = 90;

async function allRows(
  database: Database,
  request: Omit<RowsRequest, 'limit' | 'cursor'>,
  limit: number,
): Promise<DoraRow[]> {
  const rows: DoraRow[] = [];
  let cursor: string | undefined;
  do {
    const page = await readRows(database, { ...request, limit, cursor });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    rows.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return rows;
}

/** Computes a metric's value from its rows alone. */
function recount(metric: string, rows: readonly DoraRow[]): number | undefined {
  const counted = rows.filter(row => row.counted);
  if (counted.length === 0) return undefined;
  switch (metric) {
    case 'deployment-frequency':
      return counted.length / DAYS;
    case 'change-lead-time':
    case 'recovery-time':
      return percentile(
        counted.map(row => row.value ?? NaN).sort((a, b) => a - b),
        0.5,
      );
    default:
      return counted.filter(row => row.hit).length / counted.length;
  }
}

describe.each(databases.eachSupportedId())('rows on %s', databaseId => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await databases.init(databaseId);
    await migrate(knex);
  });
  afterEach(() => knex.destroy());

  it.each(SEEDS)(
    'recounted give the value of their card, for seed %i',
    async seed => {
      const database = createDatabase(knex);
      await putRecords(database, randomRecords(seed), {
        incidentWindowMs: 2 * DAY,
        logger: mockServices.logger.mock(),
      });
      const settlingSince = SPAN.until - 2 * DAY;
      for (const filter of [
        { tier: 'production' as const },
        { tier: 'production' as const, owners: ['group:default/red'] },
      ]) {
        const figures = await readFigures(database, {
          filter,
          span: SPAN,
          dayStarts: Array.from(
            { length: DAYS },
            (_, i) => SPAN.from + i * DAY,
          ),
          settlingSince,
        });
        const cards = listCards(figures, figures, {
          days: DAYS,
          previousDays: DAYS,
          bandsYear: 2024,
          targets: {},
        });
        for (const metric of DORA_METRICS) {
          const request = { metric, filter, span: SPAN, settlingSince };
          const card = cards.find(one => one.metric === metric);
          const rows = await allRows(database, request, 7);
          expect(recount(metric, rows)).toBe(card?.value);
          const counted = rows.filter(row => row.counted);
          expect(counted).toHaveLength(card?.n ?? -1);
          const settling = counted.filter(row => row.settling);
          expect(settling).toHaveLength(card?.settling ?? -1);
          const reasons = rows.flatMap(({ reason }) => reason ?? []);
          for (const { reason, count } of card?.excluded ?? []) {
            expect(reasons.filter(r => r === reason)).toHaveLength(count);
          }
          expect(rows.filter(row => !row.counted)).toHaveLength(
            (card?.excluded ?? []).reduce((sum, { count }) => sum + count, 0),
          );
          expect(rows.every(row => row.why && row.whySentence)).toBe(true);
          const ids = rows.map(row => `${row.type} ${row.service} ${row.id}`);
          expect(new Set(ids).size).toBe(ids.length);
          const times = rows.map(row => row.at);
          expect(times).toEqual([...times].sort().reverse());
          expect(await createRowReader(database).totals(request)).toEqual({
            counted: counted.length,
            excluded: rows.length - counted.length,
          });
          expect(
            await allRows(database, { ...request, counted: false }, 500),
          ).toEqual(rows.filter(row => !row.counted));
        }
      }
    },
  );

  it.each(['%', 'bm9uc2Vuc2U', 'WzEsMl0'])(
    'reject the cursor %s',
    async cursor => {
      await expect(
        readRows(createDatabase(knex), {
          metric: 'recovery-time',
          filter: { tier: 'production' },
          span: SPAN,
          settlingSince: 0,
          limit: 5,
          cursor,
        }),
      ).rejects.toThrow('cursor: not from this list');
    },
  );
});
