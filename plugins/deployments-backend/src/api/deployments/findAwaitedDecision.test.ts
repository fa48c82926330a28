import {
  type Blocker,
  deploymentControlPermission,
  deploymentOverridePermission,
  deploymentRollbackPermission,
  holdLiftPermission,
} from '@slipway/backstage-plugin-deployments-common';
import {
  aStep,
  Life,
  SECOND,
} from '../../domain/deployment/__testUtils__/builders';
import type { DeploymentState } from '../../domain/deployment/state';
import { findAwaitedDecision } from './findAwaitedDecision';

const OWNER = 'group:default/team-a';
const SUPPORT = 'group:default/platform-leads';
const EVERYTHING = [
  deploymentControlPermission,
  deploymentOverridePermission,
  deploymentRollbackPermission,
  holdLiftPermission,
];

/** A canary that waits for a person at 10 %, with 25 % as its next stage. */
function canary(kind: Blocker['kind']): DeploymentState {
  const life = new Life({
    snapshot: {
      steps: [aStep('rollout', { use: 'canary', changes: 'reversible' })],
    },
  });
  life.start('rollout');
  life.report('rollout', {
    state: 'running',
    pollAfterMs: SECOND,
    idle: true,
    promotable: { nextWeight: 25, needsReason: false },
    effects: { candidate: { id: 'c1' }, trafficWeight: 10 },
  });
  return { ...life.state, blockers: [{ kind, message: '' }] };
}

function queued(kind: Blocker['kind']): DeploymentState {
  const { state } = new Life({ queued: true });
  return { ...state, blockers: [{ kind, message: '', overridable: true }] };
}

/** What a person can decide, in short. */
function decide(
  state: DeploymentState,
  user: { entityRef: string; ownershipRefs: string[] } | undefined,
  permissions = EVERYTHING,
): string[] {
  const found = findAwaitedDecision(
    {
      state,
      environment: undefined,
      contacts: { default: { ask: [SUPPORT] } },
      reader: {
        caller: { user },
        has: permission => permissions.includes(permission),
      },
      now: state.at,
    },
    [OWNER],
  );
  return found
    ? [
        ...found.commands.map(({ type, to }) =>
          [type, to].filter(Boolean).join(),
        ),
        ...(found.mayLiftHold ? ['liftHold'] : []),
        ...(found.mayResolveDrift ? ['resolveDrift'] : []),
      ]
    : [];
}

const person = (name: string, ...ownershipRefs: string[]) => ({
  entityRef: `user:default/${name}`,
  ownershipRefs,
});

describe('findAwaitedDecision', () => {
  it.each([
    ['the person who requested it', person('ada')],
    ['an owner of the service', person('bo', OWNER)],
    ['a contact in app-config', person('cy', SUPPORT)],
  ])('offers a waiting canary to %s', (_, user) => {
    expect(decide(canary('decision'), user)).toEqual([
      'promote,next',
      'promote,full',
      'rollback',
    ]);
  });

  it.each([
    ['others with the permission', person('dee')],
    ['services', undefined],
  ])('offers nothing to %s', (_, user) => {
    expect(decide(canary('decision'), user)).toEqual([]);
    expect(decide(queued('hold'), user)).toEqual([]);
  });

  it('leaves out what the permissions do not allow', () => {
    const owner = person('bo', OWNER);
    expect(
      decide(canary('decision'), owner, [deploymentControlPermission]),
    ).toEqual(['promote,next', 'cancel']);
    expect(decide(canary('decision'), owner, [])).toEqual([]);
    expect(decide(queued('drift'), owner, [holdLiftPermission])).toEqual([]);
  });

  it('offers to promote a canary only if it waits for that', () => {
    expect(decide(canary('external'), person('ada'))).toEqual([]);
  });

  it.each([
    ['hold', ['liftHold']],
    ['drift', ['resolveDrift']],
    ['window', []],
    ['condition', []],
  ] as const)('says for a deployment queued by a %s: %j', (kind, expected) => {
    expect(decide(queued(kind), person('ada'))).toEqual(expected);
  });
});
