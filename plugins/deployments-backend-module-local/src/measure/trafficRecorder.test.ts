import { createTrafficRecorder } from './trafficRecorder';
import { KEPT_MS } from './trafficSeries';

const answered = (overrides = {}) => ({
  status: 200,
  error: false,
  aborted: false,
  durationMs: 10,
  ...overrides,
});
const one = { id: 'i1', artifact: 'a1' };
const two = { id: 'i2', artifact: 'a2' };

describe('the traffic recorder', () => {
  let now = 1_000_000;
  const recorder = () => createTrafficRecorder(() => now);

  it('has no data where there were no requests, or only given-up ones', () => {
    const traffic = recorder();
    traffic.record('p', one, answered({ aborted: true }));
    expect(
      traffic.measure({ place: 'p' }, 'success-rate', 0, now + 1),
    ).toBeUndefined();
  });

  it('counts errors, for each instance and for the whole service', () => {
    const traffic = recorder();
    for (let n = 0; n < 8; n++) traffic.record('p', one, answered());
    traffic.record('p', two, answered());
    traffic.record('p', two, answered({ error: true, status: 502 }));
    const rate = (instances?: string[]) =>
      traffic.measure({ place: 'p', instances }, 'success-rate', 0, now + 1);
    expect(rate(['i1'])).toEqual({ value: 1, samples: 8 });
    expect(rate(['i2'])).toEqual({ value: 0.5, samples: 2 });
    expect(rate()).toEqual({ value: 0.9, samples: 10 });
    expect(rate(traffic.instancesOf('p', 'a2'))?.samples).toBe(2);
  });

  it('counts what nobody had a share for against the service alone', () => {
    const traffic = recorder();
    traffic.record('p', one, answered());
    traffic.record('p', undefined, answered({ error: true, status: 503 }));
    expect(traffic.measure({ place: 'p' }, 'success-rate', 0, now + 1)).toEqual(
      { value: 0.5, samples: 2 },
    );
    expect(
      traffic.measure(
        { place: 'p', instances: ['i1'] },
        'success-rate',
        0,
        now + 1,
      ),
    ).toEqual({ value: 1, samples: 1 });
  });

  it('answers for the period asked, and forgets after half an hour', () => {
    const start = now;
    const traffic = recorder();
    for (let second = 0; second < 120; second++) {
      now = start + second * 1_000;
      traffic.record('p', one, answered());
    }
    const count = (from: number, to: number) =>
      traffic.measure({ place: 'p' }, 'request-count', from, to)?.value;
    expect(count(start, now + 1)).toBe(120);
    expect(count(start + 10_000, start + 20_000)).toBe(10);
    expect(count(start + 100_000, start + 110_000)).toBe(10);

    now = start + KEPT_MS + 180_000;
    traffic.record('p', one, answered());
    expect(count(0, now + 1)).toBe(1);
  });
});
