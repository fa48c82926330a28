import { parse } from 'csv-parse/sync';
import request from 'supertest';
import {
  aLook,
  aMetric,
  anAnalysis,
  counted,
} from '../../domain/analysis/__testUtils__/analyses';
import type { AnalysisModel } from '../../domain/model/analysisModel';
import { CHECKOUT, model, toSnapshot } from '../__testUtils__/fixtures';
import { ANA, as, createTestApi } from '../__testUtils__/testApi';

const BASELINE = { id: 'v0', name: '1.4.1', artifact: 'img@sha256:0' };

describe('the analysis of a step', () => {
  const { app, engine } = createTestApi();
  const get = (path: string, accept = 'application/json') =>
    request(app).get(path).set('Authorization', as(ANA)).set('Accept', accept);

  beforeEach(() => {
    engine.deployments.clear();
    engine.looksTaken.length = 0;
    model.analyses = { web: anAnalysis() };
  });
  afterAll(() => {
    model.analyses = {};
  });

  /** Starts a deployment whose step `verify` has the analysis, and takes looks at it. */
  async function analyse(
    looks: number,
    events: number,
    analysis: AnalysisModel = anAnalysis(),
  ): Promise<string> {
    const { version } = await engine.register(CHECKOUT, {
      name: '1.5.0',
      artifact: 'img@sha256:1',
    });
    const { body } = await request(app)
      .post('/deployments')
      .set('Authorization', as(ANA))
      .send({
        service: CHECKOUT,
        environment: 'staging',
        versionId: version.id,
      });
    const { id } = body;
    const snapshot = toSnapshot(
      CHECKOUT,
      'staging',
      (await engine.get(id))!.version,
      BASELINE,
    );
    snapshot.analyses = { web: analysis };
    snapshot.steps = snapshot.steps.map(step =>
      step.id === 'verify' ? { ...step, analyses: ['web'] } : step,
    );
    engine.apply(id, { type: 'start', snapshot, planHash: 'h1', fence: 1 });
    engine.apply(id, { type: 'startStep', stepId: 'deploy', attempt: 1 });
    engine.apply(id, {
      type: 'reportStep',
      stepId: 'deploy',
      attempt: 1,
      result: {
        state: 'succeeded',
        effects: { candidate: { id: 'c1' }, trafficWeight: 10 },
      },
      random: 0,
    });
    engine.apply(id, { type: 'startStep', stepId: 'verify', attempt: 1 });
    for (let number = 1; number <= looks; number += 1) {
      engine.looksTaken.push({
        deploymentId: id,
        stepId: 'verify',
        attempt: 1,
        look: {
          ...aLook(number, { errors: counted([events, 100], [18, 900]) }),
          analysis: 'web',
        },
      });
    }
    return id;
  }

  const end = (id: string) =>
    engine.apply(id, {
      type: 'reportStep',
      stepId: 'verify',
      attempt: 1,
      result: { state: 'succeeded', verdict: 'passed' },
      random: 0,
    });

  it('shows the decision, the score and each metric with its values', async () => {
    const id = await analyse(20, 20);
    const { status, body } = await get(
      `/deployments/${id}/steps/verify/analysis`,
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({
      name: 'web',
      title: 'Web services',
      attempt: 1,
      looks: 20,
      maxMs: 3600_000,
      onInconclusive: 'hold',
      verdict: {
        decision: 'rollback',
        reason: 'critical_harm',
        sentence: expect.stringMatching(
          /^“The errors”: 10 times as frequent in 1\.5\.0 as in 1\.4\.1, with/,
        ),
        score: 0,
        pass: 95,
        marginal: 75,
        groups: [{ name: 'technical', score: 0, weight: 1, minimum: 0 }],
        metrics: ['errors'],
        lastStage: false,
      },
      metrics: [
        {
          name: 'errors',
          kind: 'count',
          verdict: 'harm',
          stageBlocks: expect.any(Number),
          stageBlocksNeeded: 12,
          passedAsRare: false,
          samples: { candidate: 2_000, baseline: 18_000 },
          interval: { low: expect.any(Number), high: expect.any(Number) },
          evidenceNeeded: 20,
        },
      ],
    });
    expect(body.metrics[0].series).toHaveLength(20);
    expect(body.metrics[0].series[19]).toEqual({
      at: '1970-01-01T00:03:20.000Z',
      weight: 10,
      candidate: 0.2,
      baseline: 0.02,
      samples: { candidate: 100, baseline: 900 },
    });
  });

  it('has no more points than a chart can show', async () => {
    const id = await analyse(500, 2);
    const { body } = await get(`/deployments/${id}/steps/verify/analysis`);
    const { series } = body.metrics[0];
    expect(series.length).toBeLessThanOrEqual(240);
    expect(series.at(-1)).toMatchObject({ candidate: 0.02, baseline: 0.02 });
  });

  it.each([
    ['the target', 'latency', 'target', 'ms'],
    ['another provider', 'latency', 'prometheus', undefined],
    ['the target, but a share', 'count', 'target', undefined],
  ] as const)(
    'names the unit of what it reads from %s',
    async (_, kind, provider, unit) => {
      const id = await analyse(
        0,
        0,
        anAnalysis({
          metrics: [aMetric({ kind })],
          sources: { errors: { title: 'A metric', provider, with: {} } },
        }),
      );
      const { body } = await get(`/deployments/${id}/steps/verify/analysis`);
      expect(body.metrics[0].unit).toBe(unit);
    },
  );

  it('says what the last stage lacks before its first look, instead of what the stage before had', async () => {
    const id = await analyse(15, 2);
    const stage = (trafficWeight: number, skipsAnalysis: boolean) =>
      engine.apply(id, {
        type: 'reportStep',
        stepId: 'verify',
        attempt: 1,
        result: {
          state: 'running',
          pollAfterMs: 1_000,
          idle: true,
          promotable: { nextWeight: 100, needsReason: true, skipsAnalysis },
          effects: { trafficWeight },
        },
        random: 0,
      });
    const read = async () =>
      (await get(`/deployments/${id}/steps/verify/analysis`)).body.verdict;
    stage(50, true);
    expect(await read()).toMatchObject({ reason: 'needs_data' });
    stage(50, false);
    expect(await read()).toMatchObject({
      reason: 'needs_data',
      lastStage: true,
      sentence: expect.stringMatching(/^Not proven yet: “The errors”: /),
    });
  });

  it('shows what a hard limit compared, over several looks', async () => {
    const id = await analyse(
      5,
      2,
      anAnalysis({
        metrics: [
          aMetric({
            hardLimit: { atMost: 0.1, minimumSamples: 200, looks: 1 },
          }),
        ],
      }),
    );
    const { body } = await get(`/deployments/${id}/steps/verify/analysis`);
    expect(body.metrics[0]).toMatchObject({
      aboveHardLimit: false,
      limitCheck: {
        candidate: { value: 0.02, events: 4, total: 200 },
        baseline: { value: 0.02, events: 36, total: 1_800 },
      },
    });
  });

  it('says that more data are needed before the first look, and when it ends', async () => {
    const id = await analyse(0, 0);
    const { status, body } = await get(
      `/deployments/${id}/steps/verify/analysis`,
    );
    expect(status).toBe(200);
    expect(body.verdict).toMatchObject({
      decision: 'continue',
      sentence: 'Measuring: “The errors”: not enough data yet.',
    });
    expect(body.metrics[0].interval).not.toHaveProperty('high');
    expect(body.nextLookAt).toEqual(expect.any(String));
  });

  it('is available as CSV, with all values', async () => {
    const id = await analyse(2, 5);
    const { text, headers } = await get(
      `/deployments/${id}/steps/verify/analysis`,
      'text/csv',
    );
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    const rows: Record<string, string>[] = parse(text, { columns: true });
    expect(rows).toHaveLength(4);
    expect(rows[3]).toMatchObject({
      look: '2',
      from: '1970-01-01T00:00:10.000Z',
      metric: 'errors',
      version: 'baseline',
      events: '18',
      total: '900',
    });
  });

  it('says when retention removed the looks', async () => {
    const id = await analyse(0, 0);
    end(id);
    engine.removedRecords.set(id, { measurementsAt: 1_000 });
    const { body } = await get(`/deployments/${id}/steps/verify/analysis`);
    expect(body).toMatchObject({
      removedAt: '1970-01-01T00:00:01.000Z',
      metrics: [],
    });
    expect(body).not.toHaveProperty('verdict');
    expect(body).not.toHaveProperty('nextLookAt');
  });

  it('is missing for other steps', async () => {
    const id = await analyse(1, 1);
    for (const step of ['deploy', 'nothing']) {
      const { status, body } = await get(
        `/deployments/${id}/steps/${step}/analysis`,
      );
      expect(status).toBe(404);
      expect(body.error.message).toContain('has no analysis');
    }
  });

  describe('replayed', () => {
    it('shows what the configuration would say now', async () => {
      const id = await analyse(20, 20);
      end(id);
      expect((await engine.get(id))!.status).toBe('succeeded');
      model.analyses = {
        web: anAnalysis({
          metrics: [
            aMetric({ direction: 'decrease' }),
            aMetric({ name: 'orders', critical: false }),
          ],
        }),
      };
      const { status, body } = await get('/analyses/web/replay');
      expect(status).toBe(200);
      expect(body).toMatchObject({ name: 'web', title: 'Web services' });
      expect(body.items).toHaveLength(1);
      expect(body.items[0]).toMatchObject({
        deployment: { id },
        stepId: 'verify',
        attempt: 1,
        looks: 20,
        then: { verdict: { decision: 'rollback' } },
        now: { looks: 20, verdict: { decision: 'continue' } },
        missingMetrics: ['The orders'],
      });
      expect(body.items[0].then.looks).toBeLessThan(20);
    });

    it('reads the looks of a deployment once for each configuration', async () => {
      end(await analyse(20, 20));
      const read = jest.spyOn(engine, 'looks');
      const replay = async () => (await get('/analyses/web/replay')).body;
      const [first] = await Promise.all([replay(), replay()]);
      expect(first.items[0].now).toMatchObject({
        verdict: { decision: 'rollback' },
      });
      expect(await replay()).toEqual(first);
      expect(read).toHaveBeenCalledTimes(1);

      model.analyses = {
        web: anAnalysis({ metrics: [aMetric({ direction: 'decrease' })] }),
      };
      expect((await replay()).items[0]).toMatchObject({
        then: first.items[0].then,
        now: { verdict: { decision: 'advance' } },
      });
      expect(read).toHaveBeenCalledTimes(2);
      read.mockRestore();
    });

    it('tries again after a failure', async () => {
      end(await analyse(20, 20));
      const read = jest
        .spyOn(engine, 'looks')
        .mockRejectedValueOnce(new Error('The database is down'));
      expect((await get('/analyses/web/replay')).status).toBe(500);
      expect((await get('/analyses/web/replay')).body.items).toHaveLength(1);
      read.mockRestore();
    });

    it('leaves out deployments that have not ended', async () => {
      await analyse(3, 1);
      expect((await get('/analyses/web/replay')).body.items).toEqual([]);
    });

    it.each(['api', 'constructor', 'toString', '__proto__'])(
      'is missing for the unknown analysis %s',
      async name => {
        expect((await get(`/analyses/${name}/replay`)).status).toBe(404);
      },
    );
  });
});
