import type { Look } from '../families/family';
import { TUNED_FAMILIES } from '../families';
import { PEERS } from '.';

const gauge = TUNED_FAMILIES.find(({ name }) => name === 'gauge-normal');

/** Whether each peer, as it is used, raises an alarm in a rollout with these levels. */
function findAlarms(levels: (index: number) => [number, number]): string[] {
  if (!gauge) throw new Error('There is no such family');
  return PEERS.filter(rule => {
    const monitor = rule.start(gauge);
    return Array.from({ length: 60 }, (_, index) => {
      const [candidate, baseline] = levels(index);
      const look: Look = {
        candidate: { kind: 'gauge', value: candidate },
        baseline: { kind: 'gauge', value: baseline },
        step: 0,
      };
      return monitor.observe(look, index) > rule.limit(1);
    }).some(Boolean);
  }).map(({ name }) => name);
}

describe('the peers, as they are used', () => {
  it('raise no alarm if nothing differs', () => {
    expect(findAlarms(index => [100 + (index % 7), 100 + (index % 7)])).toEqual(
      [],
    );
  });

  it('all raise an alarm if everything is half as much again', () => {
    expect(findAlarms(index => [150 + (index % 7), 100 + (index % 7)])).toEqual(
      ['threshold', 'threshold-3', 'classical', 'ks'],
    );
  });

  it('react to one bad minute only by the rule for one minute', () => {
    expect(
      findAlarms(index => [index < 6 ? 150 : 100, 100 + (index % 7)]),
    ).toEqual(['threshold']);
  });
});
