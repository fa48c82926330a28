import type { DeploymentKind } from '@slipway/backstage-plugin-deployments-common';
import type { AnalysisModel } from '../../model/analysisModel';
import type { GoldenPathModel, StepModel } from '../../model/deploymentsModel';
import { aCheckStep, aStep, HEALTH } from '../__testUtils__/builders';
import { say } from '../../text/say';
import { planSteps, type PlanStepsOptions } from './planSteps';

const model = (step: StepModel & { description?: string }): StepModel => {
  const { description: _, ...rest } = step;
  return rest;
};

const aPath = (
  steps: StepModel[],
  overrides: Partial<GoldenPathModel> = {},
): GoldenPathModel => ({
  name: 'web',
  title: 'Web service',
  order: 0,
  steps,
  onFailure: 'rollback',
  decideWithinMs: 1,
  ...overrides,
});

const CANARY = aPath([
  model(aStep('migrate', { changes: 'irreversible', use: 'http-job' })),
  model(
    aStep('canary', {
      use: 'deploy',
      changes: 'reversible',
      with: { strategy: 'canary', weight: 10 },
      needs: ['migrate'],
      timeoutMs: 7,
    }),
  ),
  model(aCheckStep('watch', { checks: ['fast'], needs: ['canary'] })),
  model(
    aStep('shift', {
      use: 'traffic',
      changes: 'reversible',
      with: { weight: 100 },
      needs: ['watch'],
    }),
  ),
  model(
    aCheckStep('verify', {
      checks: ['health'],
      needs: ['shift'],
      onFailure: 'rollback',
    }),
  ),
  model(
    aStep('retire', {
      use: 'finalize',
      changes: 'reversible',
      needs: ['verify'],
    }),
  ),
]);
CANARY.steps[0].if = { 'version.flags': { $contains: 'migrations' } };

const plan = (overrides: Partial<PlanStepsOptions> = {}) =>
  planSteps({
    path: CANARY,
    kind: 'deploy',
    checks: {
      health: HEALTH,
      fast: { ...HEALTH, name: 'fast' },
      other: { ...HEALTH, name: 'other' },
    },
    analyses: {},
    facts: {
      service: {},
      environment: { tier: 'production' },
      version: { flags: [] },
      inputs: {},
    },
    stepKinds: new Map([
      [
        'deploy',
        {
          timeoutMs: 99,
          describe: (_: unknown, { version, baseline }) =>
            `Deploy ${version} beside ${baseline}`,
        },
      ],
    ]),
    version: { name: '1.5.0' },
    baseline: { name: '1.4.1' },
    explainSkip: () => [say('skip_condition')],
    ...overrides,
  });

const brief = (kind: DeploymentKind, path = CANARY) =>
  plan({ kind, path }).steps.map(({ id, use, needs, with: settings }) => [
    id,
    use,
    needs.join(),
    settings,
  ]);

describe('planSteps', () => {
  it('describes steps with the titles of analyses', () => {
    const { steps } = plan({
      analyses: { web: { title: 'Web requests' } as AnalysisModel },
      stepKinds: new Map([
        [
          'deploy',
          {
            timeoutMs: 99,
            describe: (_: unknown, { analyses }) =>
              `Compare “${analyses?.web.title}”`,
          },
        ],
      ]),
    });
    expect(steps[1].description).toBe('Compare “Web requests”');
  });

  it('marks steps that do not apply, with the reason', () => {
    const why = [
      say('skip_lacks', { path: 'version.flags', wanted: '"migrations"' }),
      say('skip_unset', { path: 'inputs.size' }),
    ];
    expect(plan({ explainSkip: () => why }).steps[0]).toMatchObject({
      id: 'migrate',
      skipped:
        'version.flags does not contain "migrations", and inputs.size is not set',
      skippedSentences: why,
    });
    const facts = {
      service: {},
      environment: {},
      version: { flags: ['migrations'] },
      inputs: {},
    };
    expect(plan({ facts }).steps[0]).not.toHaveProperty('skipped');
    expect(plan().steps[0]).not.toHaveProperty('if');
  });

  it('describes each step', () => {
    expect(plan().steps.map(({ description }) => description)).toEqual([
      'migrate',
      'Deploy 1.5.0 beside 1.4.1',
      'watch',
      'shift',
      'verify',
      'retire',
    ]);
  });

  it('freezes only the checks that steps name', () => {
    expect(Object.keys(plan().checks)).toEqual(['health', 'fast']);
    expect(Object.keys(plan({ kind: 'rollback' }).checks)).toEqual(['health']);
    expect(Object.keys(plan({ kind: 'remove' }).checks)).toEqual(['health']);
  });

  describe('analyses', () => {
    const analysis = (name: string): AnalysisModel => ({
      name,
      title: name,
      everyMs: 10_000,
      warmUpMs: 0,
      maxMs: 3600_000,
      onInconclusive: 'hold',
      onHold: { decideWithinMs: 1, otherwise: 'rollback' },
      pass: 95,
      marginal: 75,
      groups: {},
      metrics: [],
      sources: {},
    });
    const analyses = { web: analysis('web'), api: analysis('api') };
    const rollout = aPath([
      model(
        aStep('rollout', {
          use: 'canary',
          changes: 'reversible',
          analyses: ['web'],
        }),
      ),
    ]);

    it('of the steps that run are frozen', () => {
      expect(plan({ path: rollout, analyses }).analyses).toEqual({
        web: analyses.web,
      });
    });

    it('are absent if no step runs one, so that the hashes of such plans stay the same', () => {
      const skipped = aPath([
        { ...rollout.steps[0], if: { 'version.flags': { $contains: 'x' } } },
      ]);
      expect(plan({ analyses })).not.toHaveProperty('analyses');
      expect(plan({ path: skipped, analyses })).not.toHaveProperty('analyses');
      expect(
        plan({ kind: 'rollback', path: rollout, analyses }),
      ).not.toHaveProperty('analyses');
    });
  });

  it('a rollback deploys its version side by side, shifts traffic, checks and finalizes', () => {
    expect(brief('rollback')).toEqual([
      ['deploy', 'deploy', '', { strategy: 'blue-green' }],
      ['traffic', 'traffic', 'deploy', { weight: 100 }],
      ['verify', 'check', 'traffic', {}],
      ['finalize', 'finalize', 'verify', {}],
    ]);
  });

  it('a rollback is not rolled back', () => {
    const { onFailure, steps } = plan({ kind: 'rollback' });
    expect(onFailure).toBe('fail');
    expect(steps.map(step => step.onFailure)).not.toContain('rollback');
    expect(
      plan({ kind: 'rollback', path: { ...CANARY, onFailure: 'pause' } })
        .onFailure,
    ).toBe('pause');
    expect(plan({ kind: 'restart' })).toMatchObject({ onFailure: 'rollback' });
  });

  it('a restart starts a new instance', () => {
    expect(brief('restart')[0]).toEqual([
      'restart',
      'deploy',
      '',
      { strategy: 'blue-green', restart: true },
    ]);
  });

  it("takes timeouts and retries from the path's step of the same kind", () => {
    expect(plan({ kind: 'rollback' }).steps[0]).toMatchObject({
      timeoutMs: 7,
      retry: CANARY.steps[1].retry,
      changes: 'reversible',
    });
  });

  it('has no traffic step if the path deploys in place', () => {
    const rolling = aPath([
      model(aStep('deploy', { use: 'deploy', changes: 'reversible' })),
      model(aCheckStep('check', { needs: ['deploy'] })),
    ]);
    expect(brief('rollback', rolling)).toEqual([
      ['deploy', 'deploy', '', { strategy: 'rolling' }],
      ['check', 'check', 'deploy', {}],
    ]);
  });

  it('runs beside the previous version if the path compares responses there', () => {
    const shadow = aPath([
      model(aStep('compare', { use: 'shadow', changes: 'reversible' })),
      model(aStep('shift', { use: 'traffic', changes: 'reversible' })),
    ]);
    expect(brief('rollback', shadow).map(([, use]) => use)).toEqual([
      'deploy',
      'traffic',
      'finalize',
    ]);
    expect(brief('rollback', shadow)[0]?.at(-1)).toEqual({
      strategy: 'blue-green',
    });
  });

  it('shifts all of the traffic in one step if the path rolls out in stages', () => {
    const stages = aPath([
      model(
        aStep('rollout', {
          use: 'canary',
          changes: 'reversible',
          with: { stages: [{ weight: 10, for: '1h' }] },
        }),
      ),
      model(aStep('retire', { use: 'finalize', needs: ['rollout'] })),
    ]);
    for (const kind of ['rollback', 'restart'] as const) {
      expect(brief(kind, stages).map(([, use]) => use)).toEqual([
        'deploy',
        'traffic',
        'finalize',
      ]);
      expect(brief(kind, stages)[0]?.at(-1)).toMatchObject({
        strategy: 'blue-green',
      });
    }
  });

  it('avoids duplicate ids', () => {
    const named = aPath([
      model(aStep('go', { use: 'deploy', with: { strategy: 'blue-green' } })),
      model(aCheckStep('deploy', { needs: ['go'] })),
    ]);
    expect(brief('rollback', named).map(([id]) => id)).toEqual([
      'deploy',
      'traffic',
      'deploy-check',
      'finalize',
    ]);
  });

  it('a removal is one irreversible step', () => {
    expect(plan({ kind: 'remove' }).steps).toEqual([
      expect.objectContaining({
        id: 'remove',
        use: 'remove',
        changes: 'irreversible',
      }),
    ]);
  });
});

describe('the watch of a plan', () => {
  const watch = {
    forMs: 1000,
    everyMs: 10,
    failForMs: 0,
    onBreach: 'ask' as const,
    checks: ['health'],
  };
  const watched = aPath(CANARY.steps, { watch });

  it('is frozen with its checks for a deployment', () => {
    expect(plan({ path: watched }).watch).toMatchObject({
      forMs: 1000,
      onBreach: 'ask',
      checks: { health: { name: 'health', everyMs: 10 } },
    });
  });

  it('is left out if its condition does not hold', () => {
    const path = aPath(CANARY.steps, {
      watch: { ...watch, if: { 'environment.tier': 'staging' } },
    });
    expect(plan({ path })).not.toHaveProperty('watch');
  });

  it.each(['rollback', 'restart', 'remove'] as DeploymentKind[])(
    'is left out of a %s',
    kind => {
      expect(plan({ path: watched, kind })).not.toHaveProperty('watch');
    },
  );

  it('changes no hash of a plan without one', () => {
    expect(Object.keys(plan())).toEqual(['steps', 'checks', 'onFailure']);
  });
});
