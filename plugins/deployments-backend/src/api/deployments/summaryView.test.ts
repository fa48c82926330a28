import {
  aRequest,
  aSnapshot,
  aStep,
} from '../../domain/deployment/__testUtils__/builders';
import type { DeploymentState, StepState } from '../../domain/deployment/state';
import { toSummaryView } from './summaryView';

const STEPS = ['approve', 'migrate', 'canary', 'watch', 'shift'];

/** A deployment with these steps. Steps without a given status are pending. */
function stateWith(
  statuses: Record<string, StepState['status']>,
  more: Partial<DeploymentState> = {},
): DeploymentState {
  return {
    ...aRequest(),
    status: 'running',
    requestedAt: 0,
    blockers: [],
    approvals: [],
    mayHaveChanged: false,
    snapshot: aSnapshot({ steps: STEPS.map(id => aStep(id)) }),
    steps: STEPS.map(id => ({
      id,
      status: statuses[id] ?? 'pending',
      attempt: 0,
    })),
    trafficWeight: 0,
    trafficHistory: [],
    baselineRetired: false,
    seq: 1,
    ...more,
  } as unknown as DeploymentState;
}

const progress = (state: DeploymentState) =>
  toSummaryView(state, { plannedSteps: 5, blockers: [] }).progress;

describe('the current step of a deployment', () => {
  it.each<
    [
      string,
      Record<string, StepState['status']>,
      Partial<DeploymentState>,
      object,
    ]
  >([
    [
      'is the first while the first waits, even if later ones were skipped',
      { approve: 'waiting', migrate: 'skipped', watch: 'skipped' },
      { status: 'waiting' },
      { step: 1, current: 'approve' },
    ],
    [
      'is the first of those that run in parallel',
      { approve: 'succeeded', migrate: 'succeeded', watch: 'running' },
      {},
      { step: 4, current: 'watch' },
    ],
    [
      'is the next one between two steps',
      { approve: 'succeeded', migrate: 'skipped' },
      {},
      { step: 3, current: 'canary' },
    ],
    [
      'is the failed one while a person has to decide about it',
      { approve: 'succeeded', migrate: 'failed' },
      { status: 'waiting', decision: { stepId: 'migrate' } as never },
      { step: 2, current: 'migrate' },
    ],
  ])('%s', (_, statuses, more, expected) => {
    expect(progress(stateWith(statuses, more))).toMatchObject({
      total: 5,
      ...expected,
    });
  });

  it('is a step of the rollback while that is running', () => {
    const rollback = {
      to: { id: 'v141', name: '1.4.1' },
      steps: [
        {
          id: 'restore',
          action: 'restore',
          title: 'Restore 1.4.1',
          status: 'succeeded',
        },
        { id: 'verify', action: 'verify', title: 'Verify', status: 'running' },
      ],
    };
    expect(
      progress(
        stateWith(
          { approve: 'succeeded', migrate: 'failed' },
          { status: 'rolling_back', rollback: rollback as never },
        ),
      ),
    ).toEqual({
      total: 2,
      finished: 1,
      step: 2,
      current: 'Verify',
      sentences: [{ code: 'rollback_verify', params: { version: '1.4.1' } }],
    });
  });

  it.each([
    ['a step runs', { approve: 'succeeded', migrate: 'running' }, true],
    ['no step runs', { approve: 'succeeded' }, undefined],
  ] as const)('says of a pause that it is yet to come while %s', (...row) => {
    const [, statuses, pausing] = row;
    const state = stateWith(statuses, {
      paused: { by: 'user:default/ada', at: 0, decideBy: 1 },
    });
    expect(
      toSummaryView(state, { plannedSteps: 5, blockers: [] }).pausing,
    ).toBe(pausing);
  });

  it.each(['queued', 'succeeded', 'failed', 'cancelled'] as const)(
    'is absent for a deployment that is %s',
    status => {
      const { step, current } = progress(
        stateWith({ approve: 'succeeded' }, { status }),
      );
      expect([step, current]).toEqual([undefined, undefined]);
    },
  );
});
