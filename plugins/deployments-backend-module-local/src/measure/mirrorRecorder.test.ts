import type { MirrorOutcome } from '../mirror/requestMirror';
import { createMirrorRecorder } from './mirrorRecorder';

const outcome = (
  overrides: Partial<Extract<MirrorOutcome, { outcome: 'compared' }>> = {},
): MirrorOutcome => ({
  outcome: 'compared',
  method: 'GET',
  url: '/cart?user=anna',
  baseline: { status: 200, durationMs: 10 },
  candidate: { status: 200, durationMs: 20 },
  isBodyEqual: true,
  fields: [],
  ...overrides,
});

describe('createMirrorRecorder', () => {
  it('counts equal responses, different ones, missing ones and dropped ones', () => {
    const recorder = createMirrorRecorder(() => 7);
    recorder.record('c', outcome());
    recorder.record('c', outcome({ isBodyEqual: false, fields: ['total'] }));
    recorder.record('c', outcome({ candidate: undefined, isBodyEqual: false }));
    recorder.record('c', { outcome: 'dropped' });
    const result = recorder.compare('c');
    expect(result).toMatchObject({
      compared: 3,
      equalStatus: 2,
      equalBody: 1,
      dropped: 1,
      latency: { baseline: { counts: [3] }, candidate: { counts: [2] } },
    });
    expect(result?.differences).toEqual([
      {
        at: 7,
        method: 'GET',
        path: '/cart?user=',
        baselineStatus: 200,
        fields: [],
      },
      {
        at: 7,
        method: 'GET',
        path: '/cart?user=',
        baselineStatus: 200,
        candidateStatus: 200,
        fields: ['total'],
      },
    ]);
  });

  it('keeps the latest 20 differences, and only those of the latest candidate', () => {
    let now = 0;
    const recorder = createMirrorRecorder(() => (now += 1));
    for (let n = 0; n < 50; n++) {
      recorder.record('c', outcome({ isBodyEqual: false }));
    }
    const times = recorder.compare('c')?.differences.map(({ at }) => at);
    expect(times).toEqual(Array.from({ length: 20 }, (_, n) => 50 - n));
    recorder.record('next', outcome());
    expect(recorder.compare('c')).toBeUndefined();
    expect(recorder.compare('next')?.compared).toBe(1);
  });
});
