import type { Snapshot } from '../snapshot';
import { planHash } from './planHash';

const SNAPSHOT = {
  service: 'component:default/checkout',
  steps: [{ id: 'migrate', skipped: 'inputs.size is not set' }],
} as unknown as Snapshot;

describe('the plan hash', () => {
  it('changes with the reason why a step is skipped', () => {
    const [step] = SNAPSHOT.steps;
    expect(
      planHash({ ...SNAPSHOT, steps: [{ ...step, skipped: 'it is late' }] }),
    ).not.toBe(planHash(SNAPSHOT));
  });

  it('stays the same for plans from before the reason had codes', () => {
    const [step] = SNAPSHOT.steps;
    const skippedSentences = [
      { code: 'skip_unset', params: { path: 'inputs.size' } },
    ];
    expect(
      planHash({ ...SNAPSHOT, steps: [{ ...step, skippedSentences }] }),
    ).toBe(planHash(SNAPSHOT));
  });
});
