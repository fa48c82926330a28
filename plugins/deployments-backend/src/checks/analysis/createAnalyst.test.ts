import { TestDatabases } from '@backstage/backend-test-utils';
import type {
  CheckProvider,
  MetricSample,
  ReadSampleRequest,
} from '@slipway/backstage-plugin-deployments-node';
import type { Knex } from 'knex';
import { z } from 'zod';
import {
  configureRollout,
  TestAnalyst,
} from '../../application/__testUtils__/rollout';
import { TestTarget } from '../../application/__testUtils__/TestTarget';
import { createTestPortal } from '../../application/__testUtils__/testPortal';
import { MAX_LOOKS } from '../../domain/analysis/look';
import {
  LOOKS_TABLE,
  readLooks,
} from '../../persistence/repositories/analysisLooks';
import type { Analysed, AnalyseRequest, Analyst } from './analyst';
import { createAnalyst } from './createAnalyst';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

const BASELINE = { id: 'v0', name: '1.4.1', artifact: 'img@sha256:0' };
/** In addition to the steps of the deployment. */
const STEP = 'analysed';
const ATTEMPT = 1;

const count = (events: number, total: number): MetricSample => ({
  type: 'count',
  events,
  total,
});

describe.each(databases.eachSupportedId())(
  'the analysis of a rollout on %s',
  databaseId => {
    let knex: Knex;
    let id: string;
    let create: () => Analyst;
    let requests: ReadSampleRequest[];
    let respond: (
      request: ReadSampleRequest,
    ) => Promise<MetricSample | undefined>;
    let delayMs: number;
    /** The weight begins after this process started, so there is no restart. */
    let since: number;

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      const target = new TestTarget();
      const config = configureRollout(
        { analysis: 'web', stages: [{ weight: 10, for: { milliseconds: 1 } }] },
        {
          analysis: {
            every: '10s',
            after: '15s',
            metrics: {
              errors: { provider: 'target', measure: 'errors', critical: true },
            },
          },
        },
      );
      const portal = await createTestPortal({
        knex,
        target,
        config,
        analyst: new TestAnalyst(),
      });
      await portal.engine.start();
      await portal.untilEnded(
        await portal.deploy(await portal.version('1.0.0')),
      );
      id = await portal.deploy(await portal.version('1.1.0'));
      await portal.untilEnded(id);
      await portal.engine.stop();

      requests = [];
      delayMs = 0;
      respond = async ({ measured }) =>
        measured.role === 'candidate' ? count(2, 100) : count(18, 900);
      const provider: CheckProvider = {
        id: 'target',
        schema: z.any(),
        separatesCandidate: () => true,
        describe: () => ({}),
        measure: async () => undefined,
        analysis: {
          schema: z.any(),
          listKinds: () => ['count'],
          delayMs: () => delayMs,
          readSample: request => {
            requests.push(request);
            return respond(request);
          },
        },
      };
      const { database, renderer } = portal.options;
      create = () =>
        createAnalyst({
          database,
          renderer,
          providers: new Map([['target', provider]]),
          targets: new Map([['test', target]]),
        });
      since = Date.now() + 1_000;
    });
    afterEach(() => knex.destroy());

    const ask = (
      analyst: Analyst,
      afterMs: number,
      overrides: Partial<AnalyseRequest> = {},
    ): Promise<Analysed> =>
      analyst.analyse({
        deploymentId: id,
        stepId: STEP,
        attempt: ATTEMPT,
        analysis: 'web',
        weightSince: since,
        weight: 10,
        progress: { lastStep: false, timeIsUp: false },
        candidate: { id: 'c1' },
        baseline: BASELINE,
        version: { id: 'v1', name: '1.5.0', artifact: 'img@sha256:1' },
        now: since + afterMs,
        deadline: since + afterMs + 5_000,
        signal: new AbortController().signal,
        ...overrides,
      });
    const stored = () =>
      readLooks(knex, { deploymentId: id, stepId: STEP, attempt: ATTEMPT });
    /** The looks' periods, in seconds after the weight began. */
    const periods = async () =>
      (await stored()).map(({ from, to }) => [
        (from - since) / 1_000,
        (to - since) / 1_000,
      ]);

    it('takes a look after an outage before the time is up', async () => {
      const progress = { lastStep: false, timeIsUp: true };
      await ask(create(), 25_000);
      await ask(create(), 3_600_000, { progress });
      await ask(create(), 3_610_000, { progress });
      expect((await stored()).map(({ timeIsUp }) => timeIsUp)).toEqual([
        false,
        false,
        true,
      ]);
    });

    it('reads both versions for the same period, after the warm-up', async () => {
      const analyst = create();
      expect((await ask(analyst, 24_999)).nextLookAt).toBe(since + 34_999);
      expect(requests).toEqual([]);
      const { nextLookAt } = await ask(analyst, 25_000);
      expect(nextLookAt).toBe(since + 35_000);
      expect(
        requests.map(({ measured, from, to }) => [
          measured.role,
          measured.version.name,
          from - since,
          to - since,
        ]),
      ).toEqual([
        ['candidate', '1.5.0', 15_000, 25_000],
        ['baseline', '1.4.1', 15_000, 25_000],
      ]);
      expect(await stored()).toEqual([
        {
          number: 1,
          analysis: 'web',
          from: since + 15_000,
          to: since + 25_000,
          weight: 10,
          weightSince: since,
          lastStep: false,
          timeIsUp: false,
          metrics: {
            errors: { candidate: count(2, 100), baseline: count(18, 900) },
          },
        },
      ]);
    });

    it('takes no look twice, whichever process asks', async () => {
      await Promise.all([ask(create(), 25_000), ask(create(), 25_000)]);
      await ask(create(), 30_000);
      expect(await periods()).toEqual([[15, 25]]);
    });

    it('catches up after a late poll, and leaves a gap after an outage', async () => {
      const analyst = create();
      await ask(analyst, 36_000);
      await ask(analyst, 200_000);
      expect(await periods()).toEqual([
        [15, 25],
        [25, 35],
        [185, 195],
      ]);
    });

    it('decides the same after a restart', async () => {
      respond = async ({ measured }) =>
        measured.role === 'candidate' ? count(20, 100) : count(18, 900);
      const analyst = create();
      let last: Analysed | undefined;
      for (let look = 0; look < 9; look += 1) {
        last = await ask(analyst, 25_000 + look * 10_000);
      }
      expect(last?.verdict).toMatchObject({
        decision: 'rollback',
        reason: 'critical_harm',
        metrics: ['errors'],
      });
      const again = await ask(create(), 25_000 + 8 * 10_000);
      expect({ ...again, nextLookAt: 0 }).toEqual({ ...last, nextLookAt: 0 });
    });

    it('warms up again after each change of the weight', async () => {
      const analyst = create();
      await ask(analyst, 25_000);
      const shifted = { weight: 50, weightSince: since + 60_000 };
      await ask(analyst, 80_000, shifted);
      await ask(analyst, 85_000, shifted);
      expect(await periods()).toEqual([
        [15, 25],
        [75, 85],
      ]);
    });

    it('does not allow more traffic before the first look at the current weight', async () => {
      const analyst = create();
      let last: Analysed | undefined;
      for (let look = 0; look < 12; look += 1) {
        last = await ask(analyst, 25_000 + look * 10_000);
      }
      expect(last?.verdict).toMatchObject({ decision: 'advance' });
      const shifted = { weight: 50, weightSince: since + 136_000 };
      expect((await ask(analyst, 137_000, shifted)).verdict).toMatchObject({
        decision: 'continue',
        reason: 'needs_data',
      });
    });

    it('takes longer looks after many at one weight, but never stops', async () => {
      await ask(create(), 25_000);
      const [{ seq: _, ...first }] = await knex(LOOKS_TABLE).where({
        step_id: STEP,
      });
      const more = Array.from({ length: MAX_LOOKS - 1 }, (__, index) => {
        const from = since + 25_000 + index * 10_000;
        return {
          ...first,
          number: index + 2,
          from_at: from,
          to_at: from + 10_000,
        };
      });
      await knex.batchInsert(LOOKS_TABLE, more, 50);
      const lastMs = 15_000 + MAX_LOOKS * 10_000;
      const analyst = create();
      await ask(analyst, lastMs + 99_999);
      expect(await stored()).toHaveLength(MAX_LOOKS);
      await ask(analyst, lastMs + 100_000);
      expect((await periods()).at(-1)).toEqual([
        lastMs / 1_000,
        lastMs / 1_000 + 100,
      ]);
      const shiftedMs = lastMs + 200_000;
      await ask(analyst, shiftedMs + 25_000, {
        weight: 50,
        weightSince: since + shiftedMs,
      });
      expect((await periods()).at(-1)).toEqual([
        shiftedMs / 1_000 + 15,
        shiftedMs / 1_000 + 25,
      ]);
    });

    it('waits for data that the provider reports with a delay', async () => {
      delayMs = 12_000;
      const analyst = create();
      await ask(analyst, 25_000);
      await ask(analyst, 35_000);
      expect(requests).toEqual([]);
      await ask(analyst, 45_000);
      expect(
        requests.map(({ from, to }) => [from - since, to - since]),
      ).toEqual([
        [23_000, 33_000],
        [23_000, 33_000],
      ]);
      expect(
        (await stored()).map(({ metrics }) => 'errors' in metrics),
      ).toEqual([false, false, true]);
    });

    it('stores an error in the look, and what the other version reported', async () => {
      respond = async ({ measured }) => {
        if (measured.role === 'candidate')
          throw new Error('Connection refused');
        return count(1, 10);
      };
      await ask(create(), 25_000);
      expect((await stored())[0].metrics).toEqual({
        errors: { baseline: count(1, 10), error: 'Connection refused' },
      });
    });

    it('gives up a provider that does not respond', async () => {
      respond = () => new Promise(() => {});
      await ask(create(), 25_000, { deadline: since + 25_000 + 300 });
      expect((await stored())[0].metrics).toEqual({
        errors: { error: expect.stringContaining('no response within') },
      });
    });

    it('stores nothing of a call that was aborted', async () => {
      const abort = new AbortController();
      respond = async () => {
        abort.abort();
        return count(0, 10);
      };
      await expect(
        ask(create(), 25_000, { signal: abort.signal }),
      ).rejects.toThrow();
      expect(await stored()).toEqual([]);
    });

    it('waits until services have restarted with the portal', async () => {
      since = Date.now() - 100_000;
      const analyst = create();
      await ask(analyst, 100_000);
      await ask(analyst, 124_000);
      expect(await stored()).toEqual([]);
      await ask(analyst, 125_000);
      expect(await periods()).toEqual([[115, 125]]);
    });
  },
);
