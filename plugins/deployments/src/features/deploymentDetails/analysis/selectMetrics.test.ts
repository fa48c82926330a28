import { analysisMetric } from '../../../__testUtils__/analysisFixtures';
import { selectMetrics } from './selectMetrics';

const METRICS = [
  analysisMetric({ name: 'cpu', title: 'CPU', verdict: 'pass' }),
  analysisMetric({ name: 'orders', group: 'business', verdict: 'no_data' }),
  analysisMetric({ name: 'memory', verdict: 'inconclusive', evidence: 1 }),
  analysisMetric({ name: 'p95', verdict: 'inconclusive', evidence: 9 }),
  analysisMetric({ name: 'latency', verdict: 'inconclusive', critical: true }),
  analysisMetric({ name: 'errors', verdict: 'harm' }),
  analysisMetric({ name: 'timeouts', verdict: 'pass', aboveHardLimit: true }),
];
const select = (filter: Parameters<typeof selectMetrics>[1]) =>
  selectMetrics(METRICS, filter).map(({ name }) => name);

describe('selectMetrics', () => {
  it('lists first what needs attention', () => {
    expect(select({ text: '' })).toEqual([
      'timeouts',
      'errors',
      'orders',
      'latency',
      'p95',
      'memory',
      'cpu',
    ]);
  });

  it.each([
    ['a title', { text: ' cpu' }, ['cpu']],
    ['a group', { text: 'BUSI' }, ['orders']],
    [
      'a verdict',
      { text: '', verdict: 'inconclusive' as const },
      ['latency', 'p95', 'memory'],
    ],
    ['a verdict and a name', { text: 'p95', verdict: 'pass' as const }, []],
  ])('filters by %s', (_name, filter, names) => {
    expect(select(filter)).toEqual(names);
  });
});
