import type { ApprovalRule } from '@slipway/backstage-plugin-deployments-common';
import type { StepRequest } from '@slipway/backstage-plugin-deployments-node';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import { aSnapshot, aStep } from '../domain/deployment/__testUtils__/builders';
import type { DeploymentState } from '../domain/deployment/state';
import { computeApprovalProgress } from '../domain/policy/approvals';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { parseSettings } from '../config/__testUtils__/parseSettings';
import {
  toApprovalCriteria,
  listStepApprovalRules,
  createApproveStep,
} from './approveStep';

const MANAGERS = 'group:default/release-managers';

type Approval = DeploymentState['approvals'][number];

function approval(name: string, overrides: Partial<Approval> = {}): Approval {
  return {
    by: `user:default/${name}`,
    decision: 'approve',
    groups: [MANAGERS],
    stepId: 'sign-off',
    at: new Date(1_000).toISOString(),
    atMs: 1_000,
    ...overrides,
  };
}

describe('the step kind approve', () => {
  it('says in a plan what it waits for', () => {
    const { describe: describeStep, schema } = createApproveStep({
      loadDeployment: async () => ({} as DeploymentState),
    });
    const settings = { from: [MANAGERS] };
    expect(describeStep(parseSettings(schema, settings), {})).toBe(
      'Wait for 1 approval from release-managers',
    );
    expect(
      describeStep(parseSettings(schema, { ...settings, count: 2 }), {}),
    ).toBe('Wait for 2 approvals from release-managers');
  });

  async function poll(approvals: Approval[], settings: object = {}) {
    const kind = createApproveStep({
      loadDeployment: async () =>
        ({
          requestedBy: { principal: 'user:default/ada', via: 'portal' },
          approvals,
        } as DeploymentState),
    });
    const request: StepRequest<
      StandardSchemaV1.InferOutput<typeof kind.schema>
    > = {
      service: 'component:default/checkout',
      environment: { name: 'production', tier: 'production' },
      settings: {},
      deploymentId: 'd',
      idempotencyKey: 'd/sign-off/1/1',
      fence: 1,
      deadline: 10_000,
      signal: AbortSignal.timeout(5_000),
      log: () => {},
      stepId: 'sign-off',
      attempt: 1,
      now: 2_000,
      startedAt: 0,
      kind: 'deploy',
      target: new TestTarget(),
      version: { id: 'v', name: '1', artifact: 'sha256:1' },
      trafficWeight: 0,
      with: parseSettings(kind.schema, { from: [MANAGERS], ...settings }),
    };
    return kind.start(request);
  }

  it.each<[string, Approval[], object, 'waiting' | 'succeeded']>([
    ['nobody has approved', [], {}, 'waiting'],
    ['one of its people approved', [approval('bob')], {}, 'succeeded'],
    [
      'another person approved',
      [approval('eve', { groups: ['group:default/team-a'] })],
      {},
      'waiting',
    ],
    ['the requester approved', [approval('ada')], {}, 'waiting'],
    [
      'the requester approved, and self-approval is allowed',
      [approval('ada')],
      { selfApproval: true },
      'succeeded',
    ],
    [
      'another step was approved',
      [approval('bob', { stepId: 'other' })],
      {},
      'waiting',
    ],
    [
      'one person approved twice, and two people are needed',
      [approval('bob'), approval('bob')],
      { count: 2 },
      'waiting',
    ],
    [
      'two people approved, and two are needed',
      [approval('bob'), approval('carol')],
      { count: 2 },
      'succeeded',
    ],
  ])('if %s', async (_case, approvals, settings, expected) => {
    expect((await poll(approvals, settings)).state).toBe(expected);
  });

  describe('with an approver who also approved for the environment', () => {
    const forEnvironment = approval('bob', {
      stepId: undefined,
      planHash: 'h',
    });
    const state = (approvals?: { distinct: boolean; rules: ApprovalRule[] }) =>
      ({
        planHash: 'h',
        startedAt: 1_500,
        environment: 'production',
        requestedBy: { principal: 'user:default/ada', via: 'portal' },
        approvals: [forEnvironment, approval('bob')],
        snapshot: aSnapshot({
          steps: [
            aStep('sign-off', { use: 'approve', with: { from: [MANAGERS] } }),
          ],
          ...(approvals ? { approvals } : {}),
        }),
        steps: [{ id: 'sign-off', status: 'waiting', attempt: 1 }],
      } as unknown as DeploymentState);
    const rules = [
      { name: 'managers', count: 1, from: [MANAGERS], selfApproval: false },
    ];
    it.each([
      ['does not count', state({ distinct: true, rules }), 1],
      [
        'counts if people need not be distinct',
        state({ distinct: false, rules }),
        0,
      ],
      [
        'counts if the environment has no rules',
        state({ distinct: true, rules: [] }),
        0,
      ],
      [
        'does not count if the snapshot is from a release that did not store the rules',
        state(),
        1,
      ],
    ])('%s', (_, given, missing) => {
      const [progress] = computeApprovalProgress(
        toApprovalCriteria(given, { now: 2_000, stepId: 'sign-off' }),
      );
      expect(progress.missing).toBe(missing);
    });
  });

  it('says what it is waiting for, and who can help', async () => {
    expect(
      await poll([approval('bob')], { count: 2, message: 'Is QA done?' }),
    ).toMatchObject({
      state: 'waiting',
      blocker: {
        kind: 'approval',
        message: 'Is QA done? (1 of 2 approvals from release-managers)',
        unblockedBy: [MANAGERS],
        code: 'approvals',
        params: { given: 1, needed: 2, message: 'Is QA done?' },
        stepId: 'sign-off',
      },
    });
  });

  it('says who approved', async () => {
    expect(await poll([approval('bob')])).toMatchObject({
      message: 'Approved by bob',
    });
  });

  it('has approval rules, and other steps have none', () => {
    const snapshot = aSnapshot({
      steps: [
        aStep('sign-off', { use: 'approve', with: { from: [MANAGERS] } }),
        aStep('pause', { use: 'wait', with: { from: [MANAGERS] } }),
      ],
    });
    const state = { snapshot } as DeploymentState;
    expect(listStepApprovalRules(state, 'sign-off')).toEqual([
      { name: 'sign-off', from: [MANAGERS], count: 1, selfApproval: false },
    ]);
    expect(listStepApprovalRules(state, 'pause')).toEqual([]);
    expect(listStepApprovalRules(state, 'nowhere')).toEqual([]);
  });
});
