import { mockServices } from '@backstage/backend-test-utils';
import { parseSettings } from '../__testUtils__/parseSettings';
import { createInstancePool } from '../client/instancePool';
import { createPrometheusCheck } from './prometheusCheck';

const provider = createPrometheusCheck(
  createInstancePool('Prometheus', 'deployments.prometheus', undefined),
  mockServices.logger.mock(),
);

describe('settings of a Prometheus check', () => {
  const findMistakes = (settings: object) => {
    const parsed = provider.schema['~standard'].validate(settings);
    if (parsed instanceof Promise) throw new Error('asynchronous');
    return (parsed.issues ?? []).map(
      ({ path = [], message }) => `${path.join('.')}: ${message}`,
    );
  };

  it.each([
    [
      {},
      ': expected exactly one of query, good (with total) and errors (with total)',
    ],
    [{ query: 'q', good: 'g', total: 't' }, ': expected exactly one of'],
    [{ good: 'g' }, 'total: is missing'],
    [{ query: 'q', total: 't' }, 'total: is only used with good or errors'],
    [
      { errors: 'e', total: 't', samples: 's' },
      'samples: is only used with query',
    ],
    [{ errors: 'e', total: 't', empty: 0 }, 'empty: is only used with query'],
    [{ errors: 'e', total: 't', series: 'avg' }, 'series: can only be sum'],
    [
      { query: 'up{a={{ service.name }}}' },
      'query: {{ service.name }} is only allowed in the value of a label',
    ],
  ])('rejects %j', (settings, message) => {
    expect(findMistakes(settings)).toEqual([expect.stringContaining(message)]);
  });

  it.each([
    ['candidate', { query: 'up{id="{{ candidate.id }}"}' }],
    [
      'candidate',
      {
        good: 'a{v="{{ version.name }}"}',
        total: 'b{v="{{ version.name }}"}',
      },
    ],
    ['service', { good: 'a{v="{{ version.name }}"}', total: 'b' }],
    ['baseline', { query: 'up{id="{{ baseline.id }}"}' }],
    ['candidate', { query: 'up{track="canary"}', of: 'candidate' }],
  ])('measure the %s with %j', (measurementTarget, settings) => {
    const parsed = parseSettings(provider.schema, settings);
    expect(provider.describe(parsed)).toMatchObject({
      measurementTarget,
    });
    expect(provider.separatesCandidate(parsed)).toBe(
      measurementTarget === 'candidate',
    );
  });

  it('are a statistic if the sample size is known', () => {
    const isStatistic = (settings: object) => {
      const parsed = parseSettings(provider.schema, settings);
      return provider.describe(parsed).isStatistic;
    };
    expect(isStatistic({ good: 'g', total: 't' })).toBe(true);
    expect(isStatistic({ query: 'q', samples: 's' })).toBe(true);
    expect(isStatistic({ query: 'q' })).toBe(false);
  });
});
