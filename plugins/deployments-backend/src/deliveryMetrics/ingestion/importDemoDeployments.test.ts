import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { TestTarget } from '../../application/__testUtils__/TestTarget';
import {
  createTestPortal,
  SERVICE,
} from '../../application/__testUtils__/testPortal';
import type { TestPortal } from '../../application/__testUtils__/testPortal';
import {
  findLastKnownGood,
  findLastSuccess,
  findLatest,
  listLatestDeployments,
  listQueued,
} from '../../persistence/repositories/deploymentsByServiceEnvironment';
import {
  countActive,
  countFinished,
  listSuspicious,
} from '../../persistence/repositories/engineRows';
import { findFinished } from '../../persistence/repositories/expiredRecords';
import { listDeployments } from '../../persistence/repositories/listDeployments';
import {
  findLatestEffective,
  listServed,
} from '../../persistence/repositories/servedVersions';
import { listVersionDeployments } from '../../persistence/repositories/versionOutcomes';
import { findDue } from '../../persistence/ownership/leases';
import { createDoraServices } from '../createDeliveryMetrics';
import type { DoraServices } from '../createDeliveryMetrics';
import { deriveDue } from '../projections/deriveMetrics';
import { ingestOwnDeployments } from '../projections/ingestOwnDeployments';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const PRODUCTION = { service: SERVICE, environment: 'production' };
const DAY = 86_400_000;

describe.each(databases.eachSupportedId())(
  'made-up deployments on %s',
  databaseId => {
    let knex: Knex;
    let portal: TestPortal;
    let dora: DoraServices;

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      portal = await createTestPortal({ knex, target: new TestTarget() });
      dora = createDoraServices(portal.options);
      await portal.engine.start();
    });
    afterEach(async () => {
      await portal.engine.stop();
      await knex.destroy();
    });

    const time = (at: number) => new Date(at).toISOString();
    const madeUp = (id: string, at: number, more: object = {}) => ({
      id,
      type: 'deployment',
      service: SERVICE,
      environment: 'production',
      version: '0.1.0',
      outcome: 'succeeded',
      startedAt: time(at),
      trafficAt: time(at + 1_000),
      finishedAt: time(at + 60_000),
      commits: [`${id}-a`, `${id}-b`],
      url: `https://ci.example.com/${id}`,
      demo: true,
      ...more,
    });

    const list = async () =>
      (await listDeployments(knex, { services: [SERVICE], limit: 100 })).items;

    it('are listed like ended deployments, newest first, and marked', async () => {
      const now = Date.now();
      await dora.ingestion.importDemo([
        madeUp('one', now - 3 * DAY),
        madeUp('two', now - 2 * DAY, {
          outcome: 'rolled_back',
          environment: 'staging',
        }),
        madeUp('three', now - DAY, {
          kind: 'rollback',
          reverts: 'one',
          commits: undefined,
        }),
      ]);
      const items = await list();
      expect(
        items.map(({ kind, status, environment, demo }) => ({
          kind,
          status,
          environment,
          demo,
        })),
      ).toEqual([
        {
          kind: 'rollback',
          status: 'succeeded',
          environment: 'production',
          demo: { url: 'https://ci.example.com/three' },
        },
        {
          kind: 'deploy',
          status: 'rolled_back',
          environment: 'staging',
          demo: {
            commits: ['two-a', 'two-b'],
            url: 'https://ci.example.com/two',
          },
        },
        {
          kind: 'deploy',
          status: 'succeeded',
          environment: 'production',
          demo: {
            commits: ['one-a', 'one-b'],
            url: 'https://ci.example.com/one',
          },
        },
      ]);
      expect(items[0].reverts).toBe(items[2].id);
    });

    it('are the rows that the delivery metrics are counted from', async () => {
      const now = Date.now();
      const logger = mockServices.logger.mock();
      const { database } = portal;
      const derive = () =>
        deriveDue({ database, incidentWindowMs: DAY, logger });
      await dora.ingestion.importDemo([
        madeUp('one', now - 9 * DAY),
        madeUp('two', now - 8 * DAY, {
          commits: ['two-a'],
          hotfix: true,
          ownerGroup: 'group:default/old-team',
        }),
        madeUp('three', now - 7 * DAY, {
          outcome: 'rolled_back',
          restoredAt: time(now - 7 * DAY + 30_000),
        }),
        madeUp('four', now - 6 * DAY, { outcome: 'failed' }),
        madeUp('five', now - 5 * DAY, { kind: 'rollback', reverts: 'two' }),
        madeUp('six', now - 4 * DAY, {
          kind: 'restart',
          trafficAt: undefined,
          commits: undefined,
        }),
      ]);
      await derive();
      const read = async () => ({
        deployments: await knex('dora_deployments').orderBy('id'),
        commits: await knex('dora_deployment_commits').orderBy([
          'deployment_id',
          'commit_id',
        ]),
        leadTimes: await knex('dora_lead_times').orderBy('commit_id'),
        recoveries: await knex('dora_recoveries').orderBy('id'),
      });
      const shown = await read();
      expect(shown.deployments).toHaveLength(6);
      expect(shown.deployments.map(row => row.source)).toEqual(
        Array(6).fill('portal'),
      );
      expect(shown.deployments.every(row => Boolean(row.demo))).toBe(true);

      // A recount from nothing but the deployments.
      for (const table of [
        'dora_lead_times',
        'dora_recoveries',
        'dora_deployment_commits',
        'dora_deployments',
      ]) {
        await knex(table).delete();
      }
      await knex('dora_pending').insert(
        await knex('deployments').select({ deployment_id: 'id' }),
      );
      const versions = {
        diff: () => Promise.reject(new Error('They have their commits')),
      };
      expect(await ingestOwnDeployments({ database, versions, logger })).toBe(
        6,
      );
      await derive();
      expect(await read()).toEqual(shown);
      expect(logger.warn).not.toHaveBeenCalled();
    });

    it('are stored once, and all or none', async () => {
      const now = Date.now();
      const events = [madeUp('one', now - DAY), madeUp('two', now - DAY / 2)];
      await dora.ingestion.importDemo(events);
      const before = await list();
      await dora.ingestion.importDemo(events);
      expect(await list()).toEqual(before);
      await expect(
        dora.ingestion.importDemo([
          madeUp('three', now - DAY / 4),
          madeUp('four', now - DAY / 4, { service: 'component:default/gone' }),
        ]),
      ).rejects.toThrow(/four can't be stored/);
      expect(await list()).toEqual(before);
    });

    it('store a year of a busy company in a second', async () => {
      const now = Date.now();
      const events = Array.from({ length: 2_000 }, (_, i) =>
        madeUp(`d${i}`, now - 300 * DAY + i * 3_600_000),
      );
      await dora.ingestion.importDemo(events.slice(0, 100));
      const startedAt = performance.now();
      await dora.ingestion.importDemo(events);
      // Generous, because the test shares its machine; the demo measures less than half of it.
      expect(performance.now() - startedAt).toBeLessThan(10_000);
      const [{ n }] = await knex('deployments').count({ n: '*' });
      expect(Number(n)).toBe(2_000);
    });

    describe('change nothing for the engine', () => {
      /** Everything that the engine reads about a service environment and its deployments. */
      async function readAll(artifacts: string[]) {
        const { reads } = portal.engine;
        const [row] = await reads.serviceEnvironments([SERVICE]);
        return {
          // The target reports meanwhile what is running.
          row: { ...row, observed: undefined },
          lastKnownGood: await findLastKnownGood(knex, PRODUCTION),
          served: await listServed(knex, PRODUCTION),
          effective: await findLatestEffective(knex, PRODUCTION),
          successes: await Promise.all(
            artifacts.map(artifact =>
              findLastSuccess(knex, PRODUCTION, artifact),
            ),
          ),
          latestOfArtifact: await Promise.all(
            artifacts.map(artifact =>
              findLatest(knex, PRODUCTION, artifact, Date.now() + DAY),
            ),
          ),
          latest: await listLatestDeployments(knex, [SERVICE]),
          outcomes: await listVersionDeployments(knex, SERVICE, artifacts),
          rollbackOptions: await reads.rollbackOptions(PRODUCTION, undefined),
          queued: await listQueued(knex, PRODUCTION),
          due: await findDue(knex, Date.now() + DAY, {
            limit: 10,
            reducerVersion: 1_000,
          }),
          suspicious: await listSuspicious(knex, {
            before: Date.now() + DAY,
            now: Date.now() + DAY,
            limit: 10,
          }),
          active: await countActive(knex),
          finished: await countFinished(knex, 0),
          retained: await findFinished(knex, {
            after: undefined,
            before: Date.now() + DAY,
            limit: 10,
          }),
          watches: await reads.watches([SERVICE]),
          events: await knex('deployment_events').count({ n: '*' }),
          audit: await knex('audit_entries').count({ n: '*' }),
        };
      }

      /** Makes up deployments of real artifacts, before and after the real ones, as good as rows can be. */
      async function makeUp(artifacts: string[]) {
        const now = Date.now();
        await dora.ingestion.importDemo(
          artifacts.flatMap((artifact, i) =>
            ['succeeded', 'failed', 'rolled_back'].flatMap(outcome =>
              [-DAY, -1, 60_000].map(shift =>
                madeUp(`${i} ${outcome} ${shift}`, now + shift, {
                  artifact,
                  outcome,
                }),
              ),
            ),
          ),
        );
        await knex('deployments')
          .where({ demo: true })
          .update({ verification: 'passed' });
      }

      /** Checks that nobody was notified about a made-up deployment, and that no message about one is waiting. */
      async function expectNothingSent() {
        const messages = JSON.stringify([portal.sent, await knex('outbox')]);
        const madeUpIds: string[] = await knex('deployments')
          .where({ demo: true })
          .pluck('id');
        expect(madeUpIds.length).toBeGreaterThan(0);
        expect(madeUpIds.filter(id => messages.includes(id))).toEqual([]);
      }

      it('when nothing was deployed before', async () => {
        const v1 = await portal.version('1.0.0');
        const before = await readAll([v1.artifact]);
        await makeUp([v1.artifact]);
        expect(await readAll([v1.artifact])).toEqual(before);
        await expectNothingSent();

        const ended = await portal.untilEnded(await portal.deploy(v1));
        expect(ended.status).toBe('succeeded');
        expect(ended.snapshot?.baseline).toBeUndefined();
        expect(ended.snapshot?.rollbackTarget).toBeUndefined();
      });

      it('when something is running', async () => {
        const v1 = await portal.version('1.0.0');
        const v2 = await portal.version('2.0.0');
        await portal.untilEnded(await portal.deploy(v1));
        const artifacts = [v1.artifact, v2.artifact];
        const before = await readAll(artifacts);
        expect(before.lastKnownGood?.version.name).toBe('1.0.0');
        await makeUp(artifacts);
        expect(await readAll(artifacts)).toEqual(before);
        await expectNothingSent();

        const ended = await portal.untilEnded(await portal.deploy(v2));
        expect(ended.status).toBe('succeeded');
        expect(ended.snapshot?.baseline?.name).toBe('1.0.0');
        const back = await portal.untilEnded(
          await portal.deploy(v1, { kind: 'rollback', versionId: v1.id }),
        );
        expect(back.status).toBe('succeeded');
        expect(back.reverts).toBe(ended.id);
        const reverted = await knex('deployments').whereNotNull('reverted_by');
        expect(reverted.map(({ id }) => id)).toEqual([ended.id]);
      });
    });
  },
);
