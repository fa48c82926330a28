import { TestDatabases } from '@backstage/backend-test-utils';
import type { CheckProvider } from '@slipway/backstage-plugin-deployments-node';
import type { Knex } from 'knex';
import { z } from 'zod';
import { readDeployment } from '../persistence/repositories/deployments';
import { readMeasurements } from '../persistence/repositories/measurements';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import {
  CONFIG,
  createTestPortal,
} from '../application/__testUtils__/testPortal';
import { createMeasurer } from './takeMeasurements';
import type { Measurer } from './takeMeasurements';

jest.setTimeout(120_000);

const SETTLE_MS = 15_000;
const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe.each(databases.eachSupportedId())(
  'failures just after a restart of the portal, on %s',
  databaseId => {
    let knex: Knex;
    let id: string;
    /** The response of the check. */
    let answer: () => { value: number; samples: number } | undefined;
    let periods: { from: number; to: number }[];
    let delayMs: number;
    let takeMeasurements: (times: {
      startedAt: number;
      now: number;
    }) => Promise<string[]>;

    let measurer: Measurer;

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      const target = new TestTarget();
      const config = JSON.parse(JSON.stringify(CONFIG));
      // A step that does not get a verdict during the test.
      config.deployments.checks.availability.failFor = '1h';
      const portal = await createTestPortal({ knex, target, config });
      await portal.engine.start();
      id = await portal.deploy(await portal.version('1.0.0'));
      await portal.untilEnded(id);
      await portal.engine.stop();

      periods = [];
      delayMs = 0;
      const provider: CheckProvider = {
        id: 'target',
        schema: z.any(),
        separatesCandidate: () => true,
        describe: () => ({ measure: 'success-rate', unit: 'ratio' }),
        delayMs: () => delayMs,
        measure: async ({ from, to }) => {
          periods.push({ from, to });
          return answer();
        },
      };
      const { database, changes, renderer } = portal.options;
      measurer = createMeasurer({
        database,
        changes,
        renderer,
        providers: new Map([['target', provider]]),
        targets: new Map([['test', target]]),
      });
      // In addition to those of the deployment.
      let attempt = 100;
      takeMeasurements = async ({ startedAt, now }) => {
        attempt++;
        await measurer.takeMeasurements({
          deploymentId: id,
          stepId: 'watch',
          attempt,
          checks: ['availability'],
          startedAt,
          forMs: 3600_000,
          now,
          deadline: now + 5_000,
          signal: AbortSignal.timeout(5_000),
          measurementTargets: {
            version: { id: 'v', name: '1', artifact: 'a' },
          },
        });
        const rows = await knex('measurements')
          .where({ deployment_id: id, step_id: 'watch', attempt })
          .orderBy('seq');
        return rows.map(({ outcome }) => outcome);
      };
    });
    afterEach(() => knex.destroy());

    const failing = () => ({ value: 0, samples: 90 });
    const well = () => ({ value: 1, samples: 90 });
    const before = () => Date.now() - 60_000;

    it("do not change the period, which ends earlier by the provider's delay", async () => {
      answer = well;
      delayMs = 5_000;
      const startedAt = Date.now() + 1_000;
      for (const elapsed of [300_000, 7_000, 1_000]) {
        await takeMeasurements({ startedAt, now: startedAt + elapsed });
      }
      expect(periods).toEqual([
        { from: startedAt + 235_000, to: startedAt + 295_000 },
        { from: startedAt, to: startedAt + 2_000 },
        { from: startedAt, to: startedAt },
      ]);
    });

    it("leave the period of one measurement to begin where the previous one's ended", async () => {
      answer = well;
      delayMs = 5_000;
      const startedAt = Date.now() + 1_000;
      const check = (await readDeployment(knex, id))?.state.snapshot?.checks
        .availability!;
      const now = startedAt + 300_000;
      for (const since of [now - 83_000, now - 10_000]) {
        await measurer.measureNow({
          deploymentId: id,
          stepId: 'watch/checks',
          attempt: 1,
          checks: [check],
          startedAt,
          since,
          now,
          deadline: now + 5_000,
          signal: AbortSignal.timeout(5_000),
          measurementTargets: {
            version: { id: 'v', name: '1', artifact: 'a' },
          },
        });
      }
      expect(periods).toEqual([
        { from: now - 88_000, to: now - 5_000 },
        { from: now - 65_000, to: now - 5_000 },
      ]);
    });

    it('count as warm-up in a step from before the restart, for 15 seconds after the first poll', async () => {
      answer = failing;
      const startedAt = before();
      const firstLook = Date.now() + 1_000;
      expect(await takeMeasurements({ startedAt, now: firstLook })).toEqual([
        'warming_up',
      ]);
      expect(
        await takeMeasurements({ startedAt, now: firstLook + SETTLE_MS - 1 }),
      ).toEqual(['warming_up']);
      expect(
        await takeMeasurements({ startedAt, now: firstLook + SETTLE_MS }),
      ).toEqual(['failed']);
    });

    it('count immediately in a step that started after the restart', async () => {
      answer = failing;
      const now = Date.now() + 1_000;
      await takeMeasurements({ startedAt: before(), now });
      expect(await takeMeasurements({ startedAt: now, now: now + 1 })).toEqual([
        'failed',
      ]);
    });

    it('count as warm-up too if there is no data', async () => {
      answer = () => undefined;
      const startedAt = before();
      const firstLook = Date.now() + 1_000;
      expect(await takeMeasurements({ startedAt, now: firstLook })).toEqual([
        'warming_up',
      ]);
      expect(
        await takeMeasurements({ startedAt, now: firstLook + SETTLE_MS }),
      ).toEqual(['no_data']);
    });

    it('do not include passed measurements, which count, and errors, which stay errors', async () => {
      const startedAt = before();
      const now = Date.now() + 1_000;
      answer = well;
      expect(await takeMeasurements({ startedAt, now })).toEqual(['passed']);
      answer = () => {
        throw new Error('connection refused');
      };
      expect(await takeMeasurements({ startedAt, now })).toEqual(['error']);
    });
  },
);

describe.each(databases.eachSupportedId())(
  'a check of a deployment that replaces another version, on %s',
  databaseId => {
    it('measures that version, too, but not in a rollback', async () => {
      const knex = await databases.init(databaseId);
      const target = new TestTarget();
      const portal = await createTestPortal({ knex, target, config: CONFIG });
      await portal.engine.start();
      await portal.untilEnded(
        await portal.deploy(await portal.version('1.0.0')),
      );
      target.measured = (_artifact, { measurementTarget }) =>
        measurementTarget === 'baseline'
          ? { value: 0.999, samples: 320 }
          : { value: 0.5, samples: 36 };
      const id = await portal.deploy(await portal.version('1.1.0'));
      await portal.untilEnded(id);
      await portal.engine.stop();
      const measured = await readMeasurements(knex, id, { afterSeq: 0 });
      const listBaselines = (isRollback: boolean) =>
        measured.flatMap(({ stepId, baseline }) =>
          stepId.startsWith('rollback/') === isRollback ? [baseline] : [],
        );
      expect(listBaselines(false)[0]).toEqual({ value: 0.999, samples: 320 });
      expect(listBaselines(true)[0]).toBeUndefined();
      await knex.destroy();
    });
  },
);
