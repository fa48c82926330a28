import { rollingSchema, resolveRollingLimits } from './rollingLimits';

describe('resolveRollingLimits', () => {
  it.each([
    [{}, 4, { maxUnavailable: 1, surge: 1 }],
    [{}, 10, { maxUnavailable: 2, surge: 3 }],
    [{}, 2, { maxUnavailable: 0, surge: 1 }],
    [{ maxUnavailable: 2, surge: 0 }, 4, { maxUnavailable: 2, surge: 0 }],
    [{ maxUnavailable: 0, surge: '50%' }, 5, { maxUnavailable: 0, surge: 3 }],
    [{ maxUnavailable: '10 %', surge: 0 }, 4, { maxUnavailable: 1, surge: 0 }],
  ])('resolves %j for %i instances to %j', (settings, instances, expected) => {
    expect(
      resolveRollingLimits(rollingSchema.parse(settings), instances),
    ).toEqual(expected);
  });
});

describe('rollingSchema', () => {
  it.each([
    { maxUnavailable: 0, surge: 0 },
    { maxUnavailable: '0 %', surge: 0 },
    { surge: '101 %' },
    { surge: '1.5 %' },
    { surge: -1 },
    { maxSurge: 1 },
  ])('rejects %j', settings => {
    expect(rollingSchema.safeParse(settings).success).toBe(false);
  });
});
