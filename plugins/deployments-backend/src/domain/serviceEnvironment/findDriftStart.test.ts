import type { ObservedInstance } from '@slipway/backstage-plugin-deployments-node';
import { findDriftStart } from './findDriftStart';

const observe = (...instances: Partial<ObservedInstance>[]) => ({
  at: 9,
  instances: instances.map((more, index) => ({
    id: `pod-${index}`,
    artifact: 'new',
    versionName: 'new',
    weight: 10,
    ready: true,
    since: 5,
    ...more,
  })),
});

describe('the start of drift', () => {
  it.each<[string, ReturnType<typeof observe>, string | undefined, unknown]>([
    ['nothing runs', observe(), 'old', undefined],
    [
      'the expected version runs',
      observe({ artifact: 'old' }),
      'old',
      undefined,
    ],
    [
      'it runs under an alias',
      observe({ artifact: 'x', aliases: ['old'] }),
      'old',
      undefined,
    ],
    [
      'another version runs: its first instance',
      observe({ since: 7 }, { since: 3 }, { artifact: 'old', since: 1 }),
      'old',
      3,
    ],
    [
      'an instance without traffic started before',
      observe({ since: 7 }, { since: 3, weight: 0 }),
      'old',
      7,
    ],
    ['nothing was deployed, but something runs', observe({}), undefined, 5],
  ])('if %s', (_, observed, expected, start) => {
    expect(findDriftStart(observed, expected)).toBe(start);
  });
});
