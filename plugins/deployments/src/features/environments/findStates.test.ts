import type { EnvironmentState } from '@slipway/backstage-plugin-deployments-common';
import { deploymentSummary, STAGING_STATE } from '../../__testUtils__/fixtures';
import { findStates } from './findStates';

const HOLD = {
  reason: 'rolled back',
  by: 'service:slipway',
  at: '2026-11-21T09:00:00Z',
};
const DRIFT = { id: 'drift-1', message: '1.3.0 runs here' };
const APPROVAL = { kind: 'approval', message: '1 of 2 approvals' } as const;
const WINDOW = { kind: 'window', message: 'Weekend freeze' } as const;
const UNHEALTHY = { status: 'unhealthy' } as const;
const LOOP = { count: 4, crashLoop: true, events: [] };
const QUEUED = deploymentSummary({ status: 'queued' });

describe('the states of an environment', () => {
  it.each<[title: string, state: Partial<EnvironmentState>, kinds: string[]]>([
    ['healthy', {}, ['healthy']],
    ['unknown', { health: { status: 'unknown' } }, ['unknown']],
    ['empty', { current: undefined, traffic: [] }, ['nothing']],
    ['running something of others', { current: undefined }, ['notOurs']],
    ['deploying', { active: deploymentSummary() }, ['deploying']],
    [
      'rolling back',
      { active: deploymentSummary({ status: 'rolling_back' }) },
      ['rollingBack'],
    ],
    [
      'waiting for an approval',
      {
        active: deploymentSummary({ status: 'waiting', blockers: [APPROVAL] }),
      },
      ['waiting'],
    ],
    ['queued', { queued: [{ ...QUEUED, blockers: [WINDOW] }] }, ['queued']],
    [
      'queued until somebody approves',
      { queued: [{ ...QUEUED, blockers: [WINDOW, APPROVAL] }] },
      ['waiting'],
    ],
    ['unhealthy', { health: UNHEALTHY }, ['unhealthy']],
    ['crashing', { health: UNHEALTHY, restarts: LOOP }, ['crashLoop']],
    [
      'on hold, with a queue behind it',
      { hold: HOLD, queued: [QUEUED] },
      ['hold'],
    ],
    ['drifted', { drift: DRIFT }, ['drift']],
    [
      'all at once',
      {
        active: deploymentSummary(),
        health: UNHEALTHY,
        hold: HOLD,
        drift: DRIFT,
      },
      ['deploying', 'unhealthy', 'hold', 'drift'],
    ],
  ])('of one that is %s', (_title, more, kinds) => {
    const state = { ...STAGING_STATE, ...more };
    expect(findStates(state).map(({ kind }) => kind)).toEqual(kinds);
  });

  it('name the approval before other blockers', () => {
    const [first] = findStates({
      ...STAGING_STATE,
      queued: [{ ...QUEUED, blockers: [WINDOW, APPROVAL] }],
    });
    expect(first).toEqual({ kind: 'waiting', blocker: APPROVAL });
  });
});
