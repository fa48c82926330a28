import { mockServices } from '@backstage/backend-test-utils';
import type { DeploymentTarget } from '@slipway/backstage-plugin-deployments-node';
import { parseSettings } from '../__testUtils__/parseSettings';
import {
  sendVector,
  startStandIn,
  type StandInServer,
} from '../__testUtils__/standInServer';
import { createInstancePool } from '../client/instancePool';
import { instanceSchema } from '../config/instanceSchema';
import { createPrometheusSource } from './prometheusSource';

type Result = string | { metric: Record<string, string>; value: string };

const bucket = (le: string, value: string, more = {}) => ({
  metric: { le, ...more },
  value,
});

describe('the samples of prometheus', () => {
  let server: StandInServer;
  let results: Record<string, Result[]>;
  beforeEach(async () => {
    server = await startStandIn(({ params }, response) =>
      sendVector(response, results[params.get('query') ?? ''] ?? []),
    );
  });
  afterEach(() => server.close());

  const connect = () => {
    const pool = createInstancePool('Prometheus', 'deployments.prometheus', {
      default: instanceSchema.parse({ url: server.url }),
    });
    const logger = mockServices.logger.mock();
    return { pool, source: createPrometheusSource(pool, logger) };
  };
  const read = async (settings: object, found: Record<string, Result[]>) => {
    results = found;
    const { pool, source } = connect();
    const version = { id: 'v', name: '1', artifact: 'sha256:1' };
    try {
      return await source.readSample({
        service: 'component:default/checkout',
        environment: { name: 'production', tier: 'production' },
        settings: {},
        deploymentId: 'd',
        with: parseSettings(source.schema, settings),
        kind: 'count',
        target: {} as DeploymentTarget, // not used
        measured: { role: 'candidate', version },
        from: 0,
        to: 60_000,
        deadline: Date.now() + 10_000,
        signal: AbortSignal.timeout(10_000),
      });
    } finally {
      pool.close();
    }
  };

  const rate = { events: 'e', total: 't' };
  const amount = { ...rate, sum: 's' };
  it.each<[string, object, Record<string, Result[]>, unknown]>([
    [
      'counts',
      rate,
      { e: ['2.1'], t: ['20.4'] },
      { type: 'count', events: 2.1, total: 20.4 },
    ],
    ['events that no series has', rate, { t: ['20'] }, undefined],
    [
      'no events yet',
      { ...rate, empty: 0 },
      { t: ['20'] },
      { type: 'count', events: 0, total: 20 },
    ],
    ['no requests that anybody counts', { ...rate, empty: 0 }, {}, undefined],
    [
      'more events than requests, by extrapolation',
      rate,
      { e: ['20.3'], t: ['20'] },
      { type: 'count', events: 20, total: 20 },
    ],
    [
      'no requests',
      rate,
      { e: ['0'], t: ['0'] },
      { type: 'count', events: 0, total: 0 },
    ],
    ['a version that is not known', rate, {}, undefined],
    ['NaN', rate, { e: ['1'], t: ['NaN'] }, undefined],
    [
      'several series to add',
      { ...rate, series: 'sum' },
      { e: ['1', '1'], t: ['10', '10'] },
      { type: 'count', events: 2, total: 20 },
    ],
    [
      'amounts',
      amount,
      { s: ['99.5'], e: ['4'], t: ['20'] },
      { type: 'amount', sum: 99.5, events: 4, total: 20 },
    ],
    ['amounts that no series has', amount, { t: ['20'] }, undefined],
    [
      'no amounts yet',
      { ...amount, empty: 0 },
      { t: ['20'] },
      { type: 'amount', sum: 0, events: 0, total: 20 },
    ],
    [
      'a histogram, whose buckets are cumulative',
      { histogram: 'h' },
      {
        h: [
          bucket('+Inf', '11'),
          bucket('0.5', '10'),
          bucket('0.1', '6'),
          bucket('1', '9.9'),
        ],
      },
      { type: 'histogram', upperBounds: [0.1, 0.5, 1], counts: [6, 4, 0, 1] },
    ],
    [
      'a histogram of several pods',
      { histogram: 'h' },
      {
        h: [
          bucket('1', '2', { pod: 'a' }),
          bucket('1.0', '3', { pod: 'b' }),
          bucket('+Inf', '2', { pod: 'a' }),
          bucket('+Inf', '4', { pod: 'b' }),
        ],
      },
      { type: 'histogram', upperBounds: [1], counts: [5, 1] },
    ],
    ['no histogram', { histogram: 'h' }, {}, undefined],
    [
      'a histogram of NaN',
      { histogram: 'h' },
      { h: [bucket('1', 'NaN'), bucket('+Inf', 'NaN')] },
      undefined,
    ],
    [
      'a gauge',
      { gauge: 'g' },
      { g: ['512'], 'timestamp(g\n)': ['59'] },
      { type: 'value', value: 512 },
    ],
    [
      'a stale gauge',
      { gauge: 'g' },
      { g: ['512'], 'timestamp(g\n)': ['-61'] },
      undefined,
    ],
    [
      'several gauges',
      { gauge: 'g', series: 'max' },
      { g: ['1', '2'], 'timestamp(g\n)': ['59', '59'] },
      { type: 'value', value: 2 },
    ],
  ])('%s', async (_, settings, found, expected) => {
    expect(await read(settings, found)).toEqual(expected);
  });

  it.each<[string, object, Record<string, Result[]>, string]>([
    ['several series', rate, { t: ['1', '2'] }, 'returned 2 series instead'],
    [
      'buckets without le',
      { histogram: 'h' },
      { h: ['1'] },
      'returned a series whose label le is missing',
    ],
    [
      'buckets without the last one',
      { histogram: 'h' },
      { h: [bucket('1', '1')] },
      'returned no bucket with le="+Inf"',
    ],
    [
      'an infinite gauge',
      { gauge: 'g' },
      { g: ['+Inf'], 'timestamp(g\n)': ['59'] },
      'returned +Inf',
    ],
  ])('are an error with %s', async (_, settings, found, message) => {
    await expect(read(settings, found)).rejects.toThrow(
      `Prometheus "default" ${message}`,
    );
  });

  it.each<[object, string[]]>([
    [rate, ['count']],
    [amount, ['amount']],
    [{ histogram: 'h' }, ['latency', 'quantile']],
    [{ gauge: 'g' }, ['gauge']],
  ])('with %j can be read as %j', (settings, kinds) => {
    const { source, pool } = connect();
    pool.close();
    expect(source.listKinds(parseSettings(source.schema, settings))).toEqual(
      kinds,
    );
  });

  it.each([
    [{}, 'expected exactly one of gauge, histogram, events with total'],
    [{ events: 'e' }, 'expected exactly one of'],
    [{ ...rate, gauge: 'g' }, 'expected exactly one of'],
    [{ ...rate, range: { over: 'max' } }, 'is only used with gauge'],
    [{ ...rate, series: 'max' }, 'can only be sum'],
    [{ ...rate, empty: 1 }, 'expected 0'],
    [{ gauge: 'g', empty: 0 }, 'is only used with events'],
    [
      { gauge: 'up{a={{ measured.version }}}' },
      '{{ measured.version }} is only allowed in the value of a label',
    ],
    [{ gauge: 'up', instance: 'other' }, 'other'],
  ])('reject %j', (settings, message) => {
    const { source, pool } = connect();
    pool.close();
    expect(source.schema['~standard'].validate(settings)).toMatchObject({
      issues: [
        expect.objectContaining({ message: expect.stringContaining(message) }),
      ],
    });
  });
});
