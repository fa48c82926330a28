import type { StepRequest } from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import { TestAnalyst } from '../../application/__testUtils__/rollout';
import { TestTarget } from '../../application/__testUtils__/TestTarget';
import { anAnalysis } from '../../domain/analysis/__testUtils__/analyses';
import type { RolloutVerdict } from '../../domain/analysis/judge/judgeRollout';
import type { AnalysisModel } from '../../domain/model/analysisModel';
import type { DeploymentState } from '../../domain/deployment/state';
import { canarySchema, listStages } from './canarySettings';
import type { CanarySettings } from './canarySettings';
import { leaveStage } from './leaveStage';
import { readState } from './rolloutProgress';
import type { KeptState } from './rolloutProgress';

const SINCE = 1_000_000;
const TIME_IS_UP = { decision: 'advance', reason: 'time_is_up' } as const;
const CANDIDATE = { id: 'c1' };

/** Looks at a stage of a canary from 1.0.0 to 2.0.0, which has lasted for 10 s. */
async function look(
  settings: JsonObject,
  {
    verdict = { decision: 'advance' },
    stage = 0,
    lastedMs = 10_000,
    kept = {},
    onHold,
    ...request
  }: Partial<Omit<StepRequest<CanarySettings>, 'kept'>> & {
    verdict?: Partial<RolloutVerdict> & Pick<RolloutVerdict, 'decision'>;
    stage?: number;
    lastedMs?: number;
    kept?: KeptState;
    onHold?: AnalysisModel['onHold'];
  } = {},
) {
  const analyst = new TestAnalyst();
  analyst.decide = () => verdict;
  const analyses = {
    web: anAnalysis({ maxMs: 5_000, ...(onHold && { onHold }) }),
  };
  const parsed = canarySchema.parse(settings);
  return leaveStage(
    {
      analyst,
      loadDeployment: async () =>
        ({ snapshot: { analyses } } as unknown as DeploymentState),
    },
    {
      service: 'component:default/checkout',
      environment: { name: 'production', tier: 'production' },
      settings: {},
      deploymentId: 'd1',
      idempotencyKey: 'd1/rollout/1/1',
      fence: 1,
      deadline: SINCE + 60_000,
      signal: new AbortController().signal,
      log: () => {},
      stepId: 'rollout',
      attempt: 1,
      now: SINCE + lastedMs,
      startedAt: SINCE,
      with: parsed,
      kind: 'deploy',
      target: new TestTarget(),
      version: { id: 'v1', name: '2.0.0', artifact: 'sha256:2' },
      baseline: { id: 'v0', name: '1.0.0', artifact: 'sha256:1' },
      trafficWeight: 10,
      ...request,
    },
    {
      state: {
        candidate: CANDIDATE,
        promotionsUsed: 0,
        since: SINCE,
        kept: { stage, rampedAt: SINCE, ...kept },
      },
      since: SINCE,
      candidate: CANDIDATE,
      stages: listStages(parsed),
      stage,
    },
  );
}

/** Returns what the rollout keeps after it left its stage. */
async function leave(...args: Parameters<typeof look>): Promise<KeptState> {
  const outcome = await look(...args);
  const state =
    outcome.next === 'wait' ? readState(outcome.result.handle) : undefined;
  if (!state) throw new Error(JSON.stringify(outcome));
  return state.kept;
}

async function stay(...args: Parameters<typeof look>) {
  const outcome = await look(...args);
  if (outcome.next !== 'wait') throw new Error(JSON.stringify(outcome));
  return outcome.result;
}

const ONE = { analysis: 'web', stages: [{ weight: 10 }] };
const TWO = { analysis: 'web', stages: [{ weight: 10 }, { weight: 50 }] };
const promotions = [{ to: 'next' as const, at: SINCE }];

describe('leaving a stage of a canary', () => {
  it('is unproven if the time for a verdict is over, and overruled if a person promotes it then', async () => {
    expect(await leave(ONE, { verdict: TIME_IS_UP })).toMatchObject({
      stage: 1,
      proof: 'unproven',
    });
    expect(await leave(ONE, { verdict: TIME_IS_UP, promotions })).toMatchObject(
      { stage: 1, proof: 'overruled' },
    );
    expect(await leave(ONE, { promotions })).toMatchObject({ proof: 'passed' });
  });

  it('needs a reason where only the time for a verdict is over', async () => {
    const waiting = { stages: [{ weight: 10, for: '1h' }], analysis: 'web' };
    expect(await stay(waiting, { verdict: TIME_IS_UP })).toMatchObject({
      promotable: { nextWeight: 100, needsReason: true, skipsAnalysis: false },
    });
    expect(await stay(waiting)).toMatchObject({
      promotable: { needsReason: false },
    });
  });

  it('says whether a full promotion skips an analysis', async () => {
    const verdict = { decision: 'continue' } as const;
    expect(await stay(TWO, { verdict })).toMatchObject({
      promotable: { nextWeight: 50, skipsAnalysis: true },
    });
    expect(await stay(TWO, { verdict, stage: 1 })).toMatchObject({
      promotable: { nextWeight: 100, skipsAnalysis: false },
    });
  });

  it('stores the stage of a promotion before any traffic is shifted', async () => {
    const verdict = { decision: 'continue' } as const;
    const { handle, ...result } = await stay(TWO, { verdict, promotions });
    expect(result).toEqual({
      state: 'running',
      pollAfterMs: 0,
      message: 'Shifting 50 % of the traffic to 2.0.0',
      sentences: [
        {
          code: 'result_shifting_share',
          params: { version: '2.0.0', weight: 50 },
        },
      ],
    });
    expect(handle).toEqual({
      candidate: CANDIDATE,
      promotionsUsed: 1,
      left: {
        candidate: CANDIDATE,
        promotionsUsed: 0,
        since: SINCE,
        kept: { stage: 0, rampedAt: SINCE },
      },
      kept: { stage: 1, rampedAt: SINCE },
    });
  });

  it('uses up a promotion to a share that it already has', async () => {
    const verdict = { decision: 'continue' } as const;
    const { handle } = await stay(TWO, {
      verdict,
      stage: 1,
      promotions: [{ to: 'next', weight: 50, at: SINCE }],
    });
    expect(handle).toMatchObject({ promotionsUsed: 1, kept: { stage: 1 } });
    expect(handle).not.toHaveProperty('left');
  });

  it('counts the deadline of a hold from the first time that its stage was held', async () => {
    const verdict = { decision: 'hold' } as const;
    const first = await stay(ONE, { verdict });
    expect(first.handle).toMatchObject({ kept: { heldAt: SINCE + 10_000 } });
    const again = await stay(ONE, {
      verdict,
      kept: { heldAt: SINCE + 2_000 },
    });
    expect(first.deadline!.afterMs! - again.deadline!.afterMs!).toBe(8_000);
    const kept = await leave(TWO, { kept: { heldAt: SINCE + 2_000 } });
    expect(kept).not.toHaveProperty('heldAt');
  });

  it('never promotes a stage `until: promoted` at the deadline of a hold', async () => {
    const until = {
      analysis: 'web',
      stages: [{ weight: 10, until: 'promoted' }],
    };
    const verdict = { decision: 'hold' } as const;
    const onHold = { decideWithinMs: 1_000, otherwise: 'promote' } as const;
    expect(await stay(ONE, { verdict, onHold })).toMatchObject({
      deadline: { otherwise: 'promote' },
    });
    expect(await stay(until, { verdict, onHold })).toMatchObject({
      deadline: { otherwise: 'fail' },
    });
  });

  it('raises the weight of `auto` once if the time for it is over, and fully if that for all weights is', async () => {
    const auto = (within: string) => ({
      analysis: 'web',
      auto: { from: 10, to: 80, within },
    });
    const verdict = TIME_IS_UP;
    expect(await leave(auto('1h'), { verdict })).toMatchObject({ stage: 1 });
    expect(await leave(auto('10s'), { verdict })).toMatchObject({
      stage: 4,
      proof: 'unproven',
    });
  });

  it('has a message and a question that do not change with the figures', async () => {
    const held = (
      score: number,
      kept?: KeptState,
      reason: RolloutVerdict['reason'] = 'score_below_pass',
    ) => stay(ONE, { verdict: { decision: 'hold', reason, score }, kept });
    const first = await held(80);
    expect(first.message).toBe(
      '2.0.0 gets 10 % of the traffic. A person decides: the score is below 95, but not below 75.',
    );
    expect(first.blocker?.message).toContain('the score of 80');
    const { kept } = readState(first.handle)!;
    const second = await held(85, kept);
    expect(second.message).toBe(first.message);
    expect(second.blocker).toEqual(first.blocker);
    expect(second.handle).toEqual(first.handle);
    expect((await held(85, kept, 'time_is_up')).blocker?.message).toContain(
      'time ran out',
    );
  });
});
