import { countRefusals } from './countRefusals';

describe('a sender of bad signatures', () => {
  it('has to wait after too many, and may send again after a while', () => {
    let now = 1_000_000;
    const refusals = countRefusals({
      most: 3,
      windowMs: 60_000,
      now: () => now,
    });
    for (let n = 0; n < 3; n++) {
      expect(refusals.getWait('hub 10.0.0.1')).toBeUndefined();
      refusals.add('hub 10.0.0.1');
    }
    expect(refusals.getWait('hub 10.0.0.1')).toBe(60);
    expect(refusals.getWait('hub 10.0.0.2')).toBeUndefined();
    now += 59_500;
    expect(refusals.getWait('hub 10.0.0.1')).toBe(1);
    now += 500;
    expect(refusals.getWait('hub 10.0.0.1')).toBeUndefined();
  });

  it('uses a bounded amount of memory, whatever number of addresses it has', () => {
    const refusals = countRefusals({ most: 1, mostKeys: 2 });
    ['a', 'b', 'c'].forEach(refusals.add);
    expect(
      ['a', 'b', 'c'].map(key => refusals.getWait(key) !== undefined),
    ).toEqual([false, true, true]);
  });
});
