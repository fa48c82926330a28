import type { EnvironmentState } from '@slipway/backstage-plugin-deployments-common';
import {
  deploymentSummary,
  PRODUCTION,
  PRODUCTION_STATE,
  STAGING_STATE,
  V142,
} from '../../../__testUtils__/fixtures';
import { choosePrimaryAction } from './choosePrimaryAction';

const HOLD = {
  reason: 'rolled back',
  by: 'service:slipway',
  at: '2026-11-21T09:00:00Z',
};
const DRIFT = { id: 'drift-1', message: '1.3.0 runs here' };
const UNHEALTHY = { status: 'unhealthy' } as const;
const RUNNING = deploymentSummary({ environment: 'staging' });
const QUEUED = deploymentSummary({
  id: 'd2',
  environment: 'staging',
  status: 'queued',
});

/** Staging, healthy and verified. */
const may = (
  actions: Partial<EnvironmentState['actions']> = {},
): EnvironmentState['actions'] => ({
  ...STAGING_STATE.actions,
  resolveDrift: true,
  ...actions,
});

function choose(
  here: Partial<EnvironmentState>,
  production: Partial<EnvironmentState> = {},
) {
  const action = choosePrimaryAction(
    { ...STAGING_STATE, actions: may(), ...here },
    [{ ...PRODUCTION_STATE, ...production }],
  );
  switch (action?.kind) {
    case 'promote':
      return `promote to ${action.to.environment.name}`;
    case 'open':
    case 'review':
      return `${action.kind} ${action.deploymentId}`;
    default:
      return action?.kind;
  }
}

describe('the primary action of an environment', () => {
  it.each<
    [
      title: string,
      here: Partial<EnvironmentState>,
      production: Partial<EnvironmentState>,
      expected: string | undefined,
    ]
  >([
    [
      'promotes what the next environment lacks',
      {},
      {},
      'promote to production',
    ],
    [
      'promotes to an environment where nothing runs',
      {},
      { current: undefined, behind: undefined },
      'promote to production',
    ],
    [
      'reviews what waits for the reader',
      { active: RUNNING, review: 'd1' },
      {},
      'review d1',
    ],
    [
      'reviews a queued deployment',
      { queued: [QUEUED], review: 'd2' },
      {},
      'review d2',
    ],
    ['opens a running deployment', { active: RUNNING }, {}, 'open d1'],
    [
      'opens a running deployment despite a hold',
      { active: RUNNING, hold: HOLD },
      {},
      'open d1',
    ],
    ['opens a queued deployment', { queued: [QUEUED] }, {}, 'open d2'],
    ['lifts a hold', { hold: HOLD }, {}, 'liftHold'],
    [
      'lifts a hold that blocks the queue',
      { hold: HOLD, queued: [QUEUED] },
      {},
      'liftHold',
    ],
    [
      'is nothing on a hold that the reader cannot lift',
      { hold: HOLD, actions: may({ liftHold: false }) },
      {},
      undefined,
    ],
    ['rolls back an unhealthy service', { health: UNHEALTHY }, {}, 'rollBack'],
    [
      'rolls back an unhealthy service despite a hold',
      { health: UNHEALTHY, hold: HOLD },
      {},
      'rollBack',
    ],
    [
      'deploys to an unhealthy service that cannot be rolled back',
      { health: UNHEALTHY, actions: may({ rollback: false }) },
      {},
      'deploy',
    ],
    ['adopts drift', { drift: DRIFT }, {}, 'adopt'],
    [
      'adopts drift that makes the service unhealthy',
      { drift: DRIFT, health: UNHEALTHY },
      {},
      'adopt',
    ],
    [
      'rolls back drift for readers who cannot resolve it',
      {
        drift: DRIFT,
        health: UNHEALTHY,
        actions: may({ resolveDrift: false }),
      },
      {},
      'rollBack',
    ],
    [
      'is nothing on drift that the reader cannot resolve',
      { drift: DRIFT, actions: may({ resolveDrift: false }) },
      {},
      undefined,
    ],
    [
      'deploys where nothing runs',
      { current: undefined, traffic: [] },
      {},
      'deploy',
    ],
    [
      'connects what runs without Slipway',
      { current: undefined, actions: may({ connect: true }) },
      {},
      'connect',
    ],
    [
      'is nothing without any permission',
      { current: undefined, actions: may({ deploy: false }) },
      {},
      undefined,
    ],
    [
      'deploys to the first environment if there is nothing to promote',
      {},
      { current: STAGING_STATE.current, behind: undefined },
      'deploy',
    ],
    [
      'is nothing if versions come by promotion and there is nothing to promote',
      { environment: PRODUCTION },
      { current: STAGING_STATE.current, behind: undefined },
      undefined,
    ],
    [
      'does not promote a version that is not verified',
      { current: { ...STAGING_STATE.current!, verification: 'overridden' } },
      {},
      'deploy',
    ],
    [
      'does not promote a version whose health is unknown',
      { health: { status: 'unknown' } },
      {},
      'deploy',
    ],
    [
      'does not promote before the soak time is over',
      { soak: { verifiedForMs: 599_999, requiredMs: 600_000 } },
      {},
      'deploy',
    ],
    [
      'does not promote to an environment on hold',
      {},
      { hold: HOLD },
      'deploy',
    ],
    [
      'does not promote to an environment with drift',
      {},
      { drift: DRIFT },
      'deploy',
    ],
    [
      'does not promote during a deployment of another version there',
      {},
      { active: deploymentSummary({ version: { ...V142, id: 'v9' } }) },
      'deploy',
    ],
    [
      'does not promote what is queued there',
      {},
      { queued: [deploymentSummary({ status: 'queued' })] },
      'deploy',
    ],
    [
      'does not promote to an environment whose version is newer',
      {},
      { behind: undefined },
      'deploy',
    ],
    [
      'does not promote where the reader cannot deploy',
      {},
      { actions: may({ deploy: false }) },
      'deploy',
    ],
  ])('%s', (_title, here, production, expected) => {
    expect(choose(here, production)).toBe(expected);
  });

  it('promotes to the branch that is behind', () => {
    const eu = { ...PRODUCTION, name: 'eu' };
    const us = { ...PRODUCTION, name: 'us' };
    const action = choosePrimaryAction(STAGING_STATE, [
      { ...PRODUCTION_STATE, environment: eu, current: STAGING_STATE.current },
      { ...PRODUCTION_STATE, environment: us },
    ]);
    expect(action).toMatchObject({
      kind: 'promote',
      to: { environment: { name: 'us' } },
    });
  });
});
