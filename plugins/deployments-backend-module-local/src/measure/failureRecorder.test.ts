import type { CompletedRequest } from '../proxy/trafficProxy';
import { createFailureRecorder } from './failureRecorder';

const completed = (more: Partial<CompletedRequest> = {}): CompletedRequest => ({
  instance: 'i2',
  isMatched: false,
  status: 500,
  error: true,
  aborted: false,
  durationMs: 12.4,
  method: 'POST',
  path: '/orders/81723?token=s3cret',
  ...more,
});

describe('the recorded failures of an instance', () => {
  let now: number;
  let recorder: ReturnType<typeof createFailureRecorder>;

  beforeEach(() => {
    now = 1_000;
    recorder = createFailureRecorder(() => now);
  });

  it('are its failed requests without anything private', () => {
    recorder.record('i2', completed());
    recorder.record('i2', completed({ error: false, status: 200 }));
    recorder.record('i1', completed({ path: '/other' }));
    expect(recorder.list(['i2'], 0, 2_000)).toEqual([
      {
        at: 1_000,
        method: 'POST',
        path: '/orders/***?token=',
        status: 500,
        durationMs: 12,
      },
    ]);
  });

  it('are those of a period, newest first', () => {
    for (now = 1_000; now < 6_000; now += 1_000) {
      recorder.record('i2', completed());
    }
    expect(recorder.list(['i2'], 2_000, 5_000).map(({ at }) => at)).toEqual([
      4_000, 3_000, 2_000,
    ]);
  });

  it('are the latest 20 of the latest 6 instances', () => {
    for (const id of ['i1', 'i2', 'i3', 'i4', 'i5', 'i6', 'i7']) {
      for (let count = 0; count < 30; count += 1) {
        now += 1;
        recorder.record(id, completed());
      }
    }
    expect(recorder.list(['i1'], 0, Infinity)).toEqual([]);
    const kept = recorder.list(['i2', 'i7'], 0, Infinity);
    expect(kept).toHaveLength(20);
    expect(kept[0].at).toBe(now);
  });
});
