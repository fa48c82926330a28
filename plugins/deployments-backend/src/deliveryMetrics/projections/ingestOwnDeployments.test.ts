import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import type { VersionService } from '../../application/versionService';
import type { DeploymentState } from '../../domain/deployment/state';
import { createDatabase } from '../../persistence/createDatabase';
import { migrate } from '../../persistence/migrate';
import { insertDeployment } from '../../persistence/repositories/deployments';
import { markEnded } from '../../persistence/repositories/endedDeployments';
import { aDeployment } from '../../persistence/__testUtils__/records';
import { deriveDue } from './deriveMetrics';
import { ingestOwnDeployments } from './ingestOwnDeployments';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const AT = Date.UTC(2026, 2, 1, 10);
const MINUTE = 60_000;

describe.each(databases.eachSupportedId())(
  "the portal's own deployments on %s",
  databaseId => {
    let knex: Knex;

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      await migrate(knex);
    });
    afterEach(() => knex.destroy());

    async function end(more: Partial<DeploymentState>) {
      const database = createDatabase(knex);
      const logger = mockServices.logger.mock();
      const state = aDeployment('d1', {
        requestedAt: AT,
        startedAt: AT,
        finishedAt: AT + 10 * MINUTE,
        ...more,
      });
      await knex.transaction(async trx => {
        await insertDeployment(trx, {
          state,
          tier: 'production',
          reducerVersion: 1,
        });
        await markEnded(trx, state.id);
      });
      // The commits of a version do not matter here.
      const versions = {
        diff: async () => ({ direction: 'unknown' }),
      } as unknown as Pick<VersionService, 'diff'>;
      await ingestOwnDeployments({ database, versions, logger });
      await deriveDue({ database, incidentWindowMs: 24 * 3_600_000, logger });
      expect(logger.warn).not.toHaveBeenCalled();
      expect(await knex('dora_pending')).toEqual([]);
      const [row] = await knex('dora_deployments');
      return (
        row && {
          counted: Boolean(row.rate_counted),
          reason: row.rate_reason,
          failed: Boolean(row.failed),
          failure: row.failure,
        }
      );
    }

    const mayHaveChanged = { mayHaveChanged: true, trafficAt: AT + MINUTE };
    it.each<[string, Partial<DeploymentState>, object | undefined]>([
      [
        'are left out if cancelled before they changed anything',
        { status: 'cancelled', mayHaveChanged: false },
        undefined,
      ],
      [
        'count as failed if cancelled later, which rolls them back',
        {
          ...mayHaveChanged,
          status: 'rolled_back',
          restoredAt: AT + 2 * MINUTE,
        },
        { counted: true, reason: null, failed: true, failure: 'rolled-back' },
      ],
      [
        'count as failed if somebody ended them so, with the traffic that they had',
        { ...mayHaveChanged, status: 'failed' },
        {
          counted: true,
          reason: null,
          failed: true,
          failure: 'failed-in-traffic',
        },
      ],
      [
        'are left out if a newer deployment replaced them',
        {
          ...mayHaveChanged,
          status: 'rolled_back',
          rollback: {
            cause: 'takeover',
            message: 'Ana deployed 3.0.0 instead',
            strategy: 'baseline',
            replacedBy: 'd2',
            startedAt: AT,
            steps: [],
          },
        },
        undefined,
      ],
      [
        'do not count if they ended before users could notice',
        { mayHaveChanged: true, status: 'failed' },
        {
          counted: false,
          reason: 'never-took-traffic',
          failed: false,
          failure: null,
        },
      ],
      [
        'also count if they succeeded',
        { ...mayHaveChanged, status: 'succeeded' },
        { counted: true, reason: null, failed: false, failure: null },
      ],
    ])('%s', async (_, state, expected) => {
      expect(await end(state)).toEqual(expected);
    });
  },
);
