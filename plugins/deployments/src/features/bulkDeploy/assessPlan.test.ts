import type { Plan } from '@slipway/backstage-plugin-deployments-common';
import { plan } from '../../__testUtils__/fixtures';
import {
  assessPlan,
  isDowngrade,
  isPreselected,
  type Readiness,
} from './assessPlan';

const APPROVAL = { kind: 'approval', message: '0 of 1' } as const;
const HOLD = { kind: 'hold', message: 'On hold: errors' } as const;
const INPUTS = { type: 'object', properties: { ticket: { type: 'string' } } };

describe('what happens to a deployment that is requested', () => {
  it.each<[string, Partial<Plan>, Readiness]>([
    ['starts if nothing blocks it', {}, 'starts'],
    ['waits if only approvals are missing', { blockers: [APPROVAL] }, 'waits'],
    ['is blocked by anything else', { blockers: [APPROVAL, HOLD] }, 'blocked'],
    [
      'is refused if the environment does not queue it',
      { blockers: [HOLD], queue: { policy: 'refuse', ahead: 1 } },
      'refused',
    ],
    [
      'starts if the environment does not queue, but is free',
      { queue: { policy: 'refuse', ahead: 0 } },
      'starts',
    ],
    [
      'needs inputs that are missing',
      { inputs: INPUTS, warnings: ['ticket: is missing'] },
      'needsInputs',
    ],
    [
      'starts without optional inputs, in spite of other warnings',
      { inputs: INPUTS, warnings: ['Nobody can approve this.'] },
      'starts',
    ],
  ])('%s', (_, more, readiness) => {
    expect(assessPlan(plan(more))).toBe(readiness);
  });
});

describe('what is preselected', () => {
  const downgrade = {
    diff: { direction: 'backward', commits: [] },
  } satisfies Partial<Plan>;

  it.each<[string, Partial<Plan>, boolean]>([
    ['what starts', {}, true],
    ['what only waits for approvals', { blockers: [APPROVAL] }, true],
    ['nothing that is blocked', { blockers: [HOLD] }, false],
    ['no downgrade', downgrade, false],
  ])('is %s', (_, more, isSelected) => {
    expect(isPreselected(plan(more))).toBe(isSelected);
  });

  it('treats a version that nobody can compare as no downgrade', () => {
    expect(isDowngrade(plan(downgrade))).toBe(true);
    expect(
      isDowngrade(plan({ diff: { direction: 'unknown', commits: [] } })),
    ).toBe(false);
  });
});
