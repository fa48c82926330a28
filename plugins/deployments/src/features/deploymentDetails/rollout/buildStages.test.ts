import type { Deployment } from '@slipway/backstage-plugin-deployments-common';
import { stepRun } from '../../../__testUtils__/fixtures';
import { buildStages } from './buildStages';

const stages = [
  { weight: 10, forMs: 120_000, untilPromoted: false, analysis: 'web' },
  { weight: 50, forMs: 0, untilPromoted: true },
];
const running = stepRun({
  stages,
  status: 'running',
  startedAt: '2026-11-21T10:00:05Z',
  finishedAt: undefined,
});
const history = (...weights: number[]): Deployment['trafficHistory'] =>
  weights.map((weight, index) => ({
    at: `2026-11-21T10:0${index + 1}:00Z`,
    weight,
  }));

describe('buildStages', () => {
  it.each([
    [
      'before the step starts',
      stepRun({ stages, startedAt: undefined, finishedAt: undefined }),
      {},
      ['10 upcoming', '50 upcoming', '100 upcoming'],
    ],
    [
      'without traffic yet',
      running,
      { trafficWeight: 0 },
      ['10 upcoming', '50 upcoming', '100 upcoming'],
    ],
    [
      'at the second stage',
      running,
      { trafficWeight: 50, trafficHistory: history(10, 50) },
      ['10 done', '50 current', '100 upcoming'],
    ],
    [
      'after all stages',
      { ...running, status: 'succeeded', finishedAt: '2026-11-21T10:09:00Z' },
      { trafficWeight: 100, trafficHistory: history(10, 50, 100) },
      ['10 done', '50 done', '100 done'],
    ],
    [
      'rolled back from the second stage',
      { ...running, status: 'undone', finishedAt: '2026-11-21T10:02:30Z' },
      { trafficWeight: 0, trafficHistory: history(10, 50, 0) },
      ['10 done', '50 rolledBack', '100 notReached'],
    ],
    [
      'rolled back before its first traffic',
      { ...running, status: 'undone', finishedAt: '2026-11-21T10:00:30Z' },
      { trafficWeight: 0, trafficHistory: history(0) },
      ['10 notReached', '50 notReached', '100 notReached'],
    ],
    [
      'failed at the first stage, which keeps its traffic',
      { ...running, status: 'failed', finishedAt: '2026-11-21T10:02:30Z' },
      { trafficWeight: 10, trafficHistory: history(10) },
      ['10 stopped', '50 notReached', '100 notReached'],
    ],
  ] as const)('shows %s', (_name, step, traffic, expected) => {
    expect(
      buildStages(step, traffic).map(
        ({ weight, state }) => `${weight} ${state}`,
      ),
    ).toEqual(expected);
  });

  it('knows since when the current stage has its traffic', () => {
    const shown = buildStages(running, {
      trafficWeight: 50,
      trafficHistory: history(10, 50),
    });
    expect(shown.map(({ since }) => since)).toEqual([
      undefined,
      '2026-11-21T10:02:00Z',
      undefined,
    ]);
  });
});
