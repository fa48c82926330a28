import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { createDatabase } from '../../persistence/createDatabase';
import { migrate } from '../../persistence/migrate';
import { putRecords } from '../__testUtils__/putFacts';
import {
  FACTS_DAYS,
  FACTS_FROM,
  randomRecords,
} from '../__testUtils__/randomFacts';
import { referenceFigures, referenceTrend } from '../__testUtils__/reference';
import type { FiguresRequest } from './metricFigures';
import { readFigures, readTrend } from './metricFigures';
import type { DoraFilter } from '../persistence/metricFilter';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const DAY = 86_400_000;
const INCIDENT_WINDOW = 2 * DAY;

/** A new seed for each run. A failing one is in the test's name; put it here to repeat it. */
const SEEDS = [1, Math.floor(Math.random() * 1e9)];

const FILTERS: DoraFilter[] = [
  { tier: 'production' },
  { tier: 'staging' },
  { tier: 'other' },
  { tier: 'production', owners: ['group:default/red'] },
  { tier: 'production', owners: ['group:default/red', 'group:default/blue'] },
  { tier: 'production', owners: [] },
  { tier: 'production', system: 'system:default/shop' },
  { tier: 'production', services: ['component:default/s1'] },
  {
    tier: 'production',
    owners: ['group:default/blue'],
    system: 'system:default/shop',
    services: ['component:default/s2', 'component:default/s3'],
  },
];

const SPANS = [
  { from: FACTS_FROM, days: FACTS_DAYS + 10 },
  { from: FACTS_FROM + 30 * DAY, days: 7 },
  { from: FACTS_FROM + 40 * DAY, days: 1 },
  { from: FACTS_FROM - 400 * DAY, days: 3 },
];

function listStarts(from: number, days: number, width: number): number[] {
  const starts: number[] = [];
  for (let day = 0; day < days; day += width) starts.push(from + day * DAY);
  return starts;
}

describe.each(databases.eachSupportedId())('figures on %s', databaseId => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await databases.init(databaseId);
    await migrate(knex);
  });
  afterEach(() => knex.destroy());

  it.each(SEEDS)(
    'match the definitions to the last digit, for seed %i',
    async seed => {
      const database = createDatabase(knex);
      const records = randomRecords(seed);
      await putRecords(database, records, {
        incidentWindowMs: INCIDENT_WINDOW,
        logger: mockServices.logger.mock(),
      });
      let rows = 0;
      for (const filter of FILTERS) {
        for (const { from, days } of SPANS) {
          const span = { from, until: from + days * DAY };
          const request: FiguresRequest = {
            filter,
            span,
            dayStarts: listStarts(from, days, 1),
            settlingSince: FACTS_FROM + 60 * DAY,
          };
          const figures = await readFigures(database, request);
          expect(figures).toEqual(
            referenceFigures(records, request, INCIDENT_WINDOW),
          );
          rows += figures.delivery.n + figures.leadTime.n + figures.recovery.n;
          const starts = listStarts(from, days, 7);
          expect(await readTrend(database, filter, span, starts)).toEqual(
            referenceTrend(records, filter, span, starts, INCIDENT_WINDOW),
          );
        }
      }
      // The comparison must not pass for lack of rows.
      expect(rows).toBeGreaterThan(100);
    },
  );
});
