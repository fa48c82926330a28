import { setTimeout as sleep } from 'node:timers/promises';
import { describeAnalysisSource } from '@slipway/backstage-plugin-deployments-node/conformance';
import type {
  DeploymentTarget,
  MetricKind,
} from '@slipway/backstage-plugin-deployments-node';
import {
  deployVersion,
  startLocalTarget,
} from '../../steps/__testUtils__/startLocalTarget';
import { targetSource } from './targetSource';
import { toHistogram } from './toHistogram';

jest.setTimeout(60_000);

describe('the samples of the local target', () => {
  let local: Awaited<ReturnType<typeof startLocalTarget>>;
  const period = { from: 0, middle: 0, to: 0 };
  const environment = { name: 'production', tier: 'production' } as const;

  /** Sends requests, which the target counts in slots of 100 ms. */
  const visit = async (url: string, times: number) => {
    for (let n = 0; n < times; n++) await fetch(url);
    await sleep(200);
  };

  beforeAll(async () => {
    local = await startLocalTarget({
      good: { body: 1 },
      failing: { body: 1, status: 500 },
    });
    const url = await deployVersion(local.target, 'good', 1);
    period.from = Date.now();
    await visit(url, 10);
    period.middle = Date.now();
    await visit(url, 5);
    period.to = Date.now();
    await deployVersion(local.target, 'failing', 2);
    await visit(url, 5);
  });
  afterAll(() => local.stop());

  const build = <TWith>(
    settings: TWith,
    kind: MetricKind,
    name: string,
    times: { from: number; to: number } = period,
    target: DeploymentTarget = local.target,
  ) => ({
    service: 'component:default/checkout',
    environment,
    settings: {},
    deploymentId: 'd',
    with: settings,
    kind,
    target,
    measured: {
      role: 'baseline' as const,
      version: { id: name, name, artifact: `sha256:${name}` },
    },
    from: times.from,
    to: times.to,
    deadline: Date.now() + 5_000,
    signal: AbortSignal.timeout(5_000),
  });

  it('are of one version and period only', async () => {
    const read = (name: string, to: number) =>
      targetSource.readSample(
        build({ measure: 'errors' }, 'count', name, { from: period.from, to }),
      );
    expect([
      await read('good', period.middle),
      await read('good', Date.now()),
      await read('failing', period.to),
      await read('failing', Date.now()),
    ]).toEqual([
      { type: 'count', events: 0, total: 10 },
      { type: 'count', events: 0, total: 15 },
      undefined,
      { type: 'count', events: 5, total: 5 },
    ]);
  });

  describeAnalysisSource('the built-in target', async () => ({
    source: targetSource,
    settings: [{ measure: 'errors' }, { measure: 'latency' }],
    period,
    request: (settings, { kind, isKnown, ...times }) =>
      build(settings, kind, isKnown ? 'good' : 'unknown', times),
  }));

  it('need a target that can measure what they contain', async () => {
    expect(targetSource.requires?.({ measure: 'errors' })).toEqual(['measure']);
    expect(targetSource.requires?.({ measure: 'latency' })).toEqual([
      'distribution',
    ]);
    const { measureDistribution: _, ...target } = local.target;
    await expect(
      targetSource.readSample(
        build({ measure: 'latency' }, 'latency', 'good', period, target),
      ),
    ).rejects.toThrow("The target 'local' can't measure the requests");
  });
});

describe('the bins of latencies', () => {
  it('are the same for all distributions, and keep what is too short or too long', () => {
    const first = toHistogram({ upperBoundsMs: [0.01, 20], counts: [1, 2] });
    const second = toHistogram({
      upperBoundsMs: [22, 500_000],
      counts: [3, 4],
    });
    expect(second.upperBounds).toEqual(first.upperBounds);
    expect(first.counts).toHaveLength(first.upperBounds.length + 1);
    const list = ({ upperBounds, counts }: typeof first) =>
      counts.flatMap((count, bin) =>
        count > 0 ? [[count, upperBounds[bin]]] : [],
      );
    expect(list(first)).toEqual([
      [1, 0.1],
      [2, 21.13],
    ]);
    expect(list(second)).toEqual([
      [3, 22.39],
      [4, undefined],
    ]);
    expect(first.counts.indexOf(2)).toBeLessThan(second.counts.indexOf(3));
  });
});
