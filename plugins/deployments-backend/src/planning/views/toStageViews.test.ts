import { toStageViews } from './toStageViews';

const CANARY = {
  use: 'canary',
  with: {
    analysis: 'web',
    stages: [
      { weight: 10, for: '2m' },
      { weight: 25, until: 'promoted', analysis: 'none' },
    ],
  },
};

describe('toStageViews', () => {
  it('lists the stages of a canary before all of the traffic', () => {
    expect(toStageViews(CANARY, '1.4.1')).toEqual([
      { weight: 10, forMs: 120_000, untilPromoted: false, analysis: 'web' },
      { weight: 25, forMs: 0, untilPromoted: true },
    ]);
  });

  it('lists the weights of a canary that grows by itself', () => {
    const step = {
      use: 'canary',
      with: { analysis: 'web', auto: { from: 5, to: 30, atLeast: '1m' } },
    };
    expect(toStageViews(step, '1.4.1')?.map(({ weight }) => weight)).toEqual([
      5, 10, 20, 30,
    ]);
  });

  it.each([
    ['of a first deployment', CANARY, undefined],
    ['of another step', { use: 'deploy', with: {} }, '1.4.1'],
  ])('has none %s', (_name, step, baseline) => {
    expect(toStageViews(step, baseline)).toBeUndefined();
  });
});
