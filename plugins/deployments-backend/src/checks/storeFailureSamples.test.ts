import { TestDatabases } from '@backstage/backend-test-utils';
import type {
  DeploymentTarget,
  FailureSample,
} from '@slipway/backstage-plugin-deployments-node';
import type { Knex } from 'knex';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import type { CheckModel } from '../domain/model/deploymentsModel';
import { AT_WORK, fillTables } from '../persistence/__testUtils__/records';
import { createDatabase } from '../persistence/createDatabase';
import { migrate } from '../persistence/migrate';
import { readFailureSamples } from '../persistence/repositories/failureSamples';
import type { NewMeasurement } from '../persistence/repositories/measurements';
import { storeFailureSamples } from './storeFailureSamples';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const STARTED_AT = 1_795_250_000_000;
const { state } = AT_WORK;
const checks = ['availability', 'p95', 'guard'].map(
  name => ({ name, windowMs: 60_000 } as CheckModel),
);

const measured = (
  check: string,
  outcome: NewMeasurement['outcome'],
  measurementTarget = 'candidate',
): NewMeasurement => ({
  check,
  outcome,
  measurementTarget,
  stepId: 'canary',
  attempt: 2,
  atMs: STARTED_AT + 90_000,
});

describe.each(databases.eachSupportedId())(
  'the failures of a candidate on %s',
  databaseId => {
    let knex: Knex;
    let periods: { from: number; to: number }[];

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      await migrate(knex);
      await fillTables(knex);
      periods = [];
    });
    afterEach(() => knex.destroy());

    /** Stores samples whose log has this line. Returns what is stored for the step. */
    async function store(line: string, measurements: NewMeasurement[]) {
      const target: DeploymentTarget = new TestTarget();
      target.sampleFailures = async ({ from, to }): Promise<FailureSample> => {
        periods.push({ from, to });
        return { requests: [], logTail: [line] };
      };
      await storeFailureSamples(
        {
          database: createDatabase(knex),
          targets: new Map([[state.snapshot?.target.provider ?? '', target]]),
          renderer: { redact: text => text },
        },
        state,
        checks,
        measurements,
        {
          startedAt: STARTED_AT,
          now: STARTED_AT + 90_000,
          measurementTargets: {
            candidate: { id: 'i2', artifact: 'sha256:2', versionName: '2' },
          },
          signal: AbortSignal.timeout(5_000),
        },
      );
      const stored = await readFailureSamples(knex, state.id);
      return stored.filter(({ stepId }) => stepId === 'canary');
    }

    it('are stored for its failed checks, of the period that was measured', async () => {
      const stored = await store('no stock', [
        measured('availability', 'failed'),
        measured('p95', 'passed'),
        measured('guard', 'failed', 'service'),
      ]);
      expect(stored).toEqual([
        {
          stepId: 'canary',
          attempt: 2,
          check: 'availability',
          at: STARTED_AT + 90_000,
          requests: [],
          logTail: ['no stock'],
        },
      ]);
      expect(periods).toEqual([
        { from: STARTED_AT + 30_000, to: STARTED_AT + 90_001 },
      ]);
    });

    it('are those of the last time that the check failed', async () => {
      await store('no stock', [measured('availability', 'failed')]);
      const stored = await store('no price', [
        measured('availability', 'failed'),
      ]);
      expect(stored.map(({ logTail }) => logTail)).toEqual([['no price']]);
    });
  },
);
