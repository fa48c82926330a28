import { createTrafficRecorder } from './trafficRecorder';
import { RETENTION_MS } from './trafficSeries';

const completed = (overrides = {}) => ({
  status: 200,
  error: false,
  aborted: false,
  isMatched: false,
  durationMs: 10,
  method: 'GET',
  path: '/',
  ...overrides,
});
const one = { id: 'i1', artifact: 'a1' };
const two = { id: 'i2', artifact: 'a2' };

describe('createTrafficRecorder', () => {
  let now = 1_000_000;
  const recorder = () => createTrafficRecorder(() => now);

  it('returns no data when all requests were aborted', () => {
    const traffic = recorder();
    traffic.record('p', one, completed({ aborted: true }));
    expect(
      traffic.measure({ slug: 'p' }, 'success-rate', 0, now + 100),
    ).toBeUndefined();
  });

  it('measures the success rate of each instance and of the whole service', () => {
    const traffic = recorder();
    for (let n = 0; n < 8; n++) traffic.record('p', one, completed());
    traffic.record('p', two, completed());
    traffic.record('p', two, completed({ error: true, status: 502 }));
    const rate = (instances?: string[]) =>
      traffic.measure({ slug: 'p', instances }, 'success-rate', 0, now + 100);
    expect(rate(['i1'])).toEqual({ value: 1, samples: 8 });
    expect(rate(['i2'])).toEqual({ value: 0.5, samples: 2 });
    expect(rate()).toEqual({ value: 0.9, samples: 10 });
    expect(rate(traffic.findInstances('p', 'a2'))?.samples).toBe(2);
  });

  it('counts requests that reached no instance as errors of the service only', () => {
    const traffic = recorder();
    traffic.record('p', one, completed());
    traffic.record('p', undefined, completed({ error: true, status: 503 }));
    expect(
      traffic.measure({ slug: 'p' }, 'success-rate', 0, now + 100),
    ).toEqual({
      value: 0.5,
      samples: 2,
    });
    expect(
      traffic.measure(
        { slug: 'p', instances: ['i1'] },
        'success-rate',
        0,
        now + 100,
      ),
    ).toEqual({ value: 1, samples: 1 });
  });

  it('measures the requested period, and drops requests after half an hour', () => {
    const start = now;
    const traffic = recorder();
    for (let second = 0; second < 120; second++) {
      now = start + second * 1_000;
      traffic.record('p', one, completed());
    }
    const count = (from: number, to: number) =>
      traffic.measure({ slug: 'p' }, 'request-count', from, to)?.value;
    expect(count(start, now + 100)).toBe(120);
    expect(count(start + 10_000, start + 20_000)).toBe(10);
    expect(count(start + 100_000, start + 110_000)).toBe(10);

    now = start + RETENTION_MS + 180_000;
    traffic.record('p', one, completed());
    expect(count(0, now + 100)).toBe(1);
  });

  it('counts each request in one of two adjoining periods, whenever they are read', () => {
    const start = now;
    const traffic = recorder();
    const count = (from: number, to: number) =>
      traffic.measure({ slug: 'p' }, 'request-count', from, to)?.value ?? 0;
    const middle = start + 1_050;
    let first = 0;
    for (let n = 0; n < 40; n++) {
      now = start + n * 50;
      if (now === middle) first = count(start, middle);
      traffic.record('p', one, completed());
    }
    now += 100;
    expect(first).toBe(count(start, middle));
    expect(first + count(middle, now)).toBe(40);
    now += 120_000;
    traffic.record('p', two, completed());
    const instances = ['i1'];
    const later = (from: number, to: number) =>
      traffic.measure({ slug: 'p', instances }, 'request-count', from, to);
    expect(
      (later(start, middle)?.value ?? 0) + (later(middle, now)?.value ?? 0),
    ).toBe(40);
  });

  it('returns the distribution of an instance in a period', () => {
    const traffic = recorder();
    const from = now;
    const latencies = [1, 1, 5, 400];
    for (const durationMs of latencies) {
      traffic.record('p', one, completed({ durationMs }));
    }
    traffic.record('p', one, completed({ durationMs: 5, error: true }));
    traffic.record('p', two, completed({ durationMs: 70 }));
    const read = (instances: string[], end: number) =>
      traffic.measureDistribution({ slug: 'p', instances }, from, end);
    const distribution = read(['i1'], now + 100);
    expect(distribution).toMatchObject({
      requests: 5,
      errors: 1,
      latency: { counts: [2, 2, 1] },
    });
    distribution?.latency.upperBoundsMs.forEach((bound, index) => {
      const latency = [1, 5, 400][index]!;
      expect(bound).toBeGreaterThanOrEqual(latency - 1e-9);
      expect(bound).toBeLessThan(latency * 1.021);
    });
    expect(read(['i2'], now + 100)?.requests).toBe(1);
    expect(read(['i1'], from)).toBeUndefined();
  });
});
