import type { Blocker } from '@slipway/backstage-plugin-deployments-common';
import { aStep, HOUR, Life } from '../deployment/__testUtils__/builders';
import type { DeploymentEvent } from '../deployment/events';
import type { DeploymentState } from '../deployment/state';
import type { NotificationMessage } from '../model/outboxMessage';
import { listMessages } from './listMessages';

const STATE = {
  id: 'd1',
  kind: 'deploy',
  service: 'component:default/checkout',
  environment: 'production',
  version: { id: 'v', name: '1.5.0', artifact: 'sha256:1', flags: [] },
  goldenPath: { name: 'web', title: 'Web service' },
  requestedBy: { principal: 'user:default/ana', via: 'portal' },
  requestedAt: 0,
  reason: 'fix rounding',
  status: 'queued',
  planHash: 'p1',
  blockers: [],
  approvals: [],
  steps: [],
  seq: 3,
  at: 0,
} as unknown as DeploymentState;

const approval = (rule: string, more: Partial<Blocker> = {}): Blocker => ({
  kind: 'approval',
  message: `0 of 1 approval from ${rule}.`,
  unblockedBy: [`group:default/${rule}`],
  rule,
  ...more,
});

const decided = (by: string, more: object = {}) => ({
  type: 'approvalDecided' as const,
  approval: { by, decision: 'approve', planHash: 'p1', groups: [], ...more },
});

/** What is sent when a deployment changes in one commit. */
function notify(
  event: object,
  before: object,
  after: object,
): NotificationMessage[] {
  return listMessages(
    { ...STATE, ...before },
    [{ seq: 3, at: 0, ...event } as DeploymentEvent],
    { ...STATE, ...before, ...after },
  ).flatMap(message => (message.kind === 'notification' ? [message] : []));
}

describe('notifications of an approval', () => {
  const waiting = { blockers: [approval('managers')] };
  const approved = [
    { by: 'user:default/carla', decision: 'approve', planHash: 'p1' },
  ];

  it('ask everybody who can approve in one message, but not the requester', () => {
    const blockers = [approval('managers'), approval('security')];
    expect(notify({ type: 'blocked', blockers }, {}, { blockers })).toEqual([
      {
        kind: 'notification',
        deploymentId: 'd1',
        service: STATE.service,
        environment: 'production',
        to: ['group:default/managers', 'group:default/security'],
        except: ['user:default/ana'],
        title: 'Needs you: approve {service} 1.5.0 for {environment}{deadline}',
        description:
          'Requested by {person}: “fix rounding”. 0 of 1 approval from managers. 0 of 1 approval from security.',
        person: 'user:default/ana',
        severity: 'high',
        topic: 'Waiting for me',
        deadline: { queuedAt: 0 },
      },
    ]);
  });

  it('are not repeated while nothing changes for the approvers', () => {
    const blockers = [
      approval('managers'),
      { kind: 'window', message: 'Weekend freeze' },
    ];
    expect(
      notify({ type: 'blocked', blockers }, waiting, { blockers }),
    ).toEqual([]);
  });

  it('ask again after a change of the plan, including those who approved the earlier one', () => {
    expect(
      notify(
        { type: 'approvalsVoided', planHash: 'p2', reason: 'other baseline' },
        { ...waiting, approvals: approved },
        { planHash: 'p2' },
      ),
    ).toMatchObject([
      { to: ['group:default/managers'], except: ['user:default/ana'] },
    ]);
  });

  it('leave out who has approved while others are still needed', () => {
    expect(
      notify(
        { type: 'blocked' },
        {
          blockers: [approval('managers', { message: '0 of 2.' })],
          approvals: approved,
        },
        { blockers: [approval('managers', { message: '1 of 2.' })] },
      ),
    ).toMatchObject([{ except: ['user:default/carla', 'user:default/ana'] }]);
  });

  it('let the requester of a step approve if its rule does', () => {
    const blockers = [approval('sign-off', { stepId: 'sign-off' })];
    expect(
      notify(
        { type: 'stepWaiting' },
        {
          status: 'waiting',
          decideBy: 5,
          snapshot: {
            steps: [aStep('sign-off', { with: { selfApproval: true } })],
          },
        },
        { blockers },
      ),
    ).toMatchObject([{ except: [], deadline: { at: 5 } }]);
  });

  it('no longer ask who approved', () => {
    expect(notify(decided('user:default/carla'), waiting, {})).toMatchObject([
      {
        to: ['user:default/carla'],
        title: 'You approved {service} 1.5.0 for {environment}',
        severity: 'low',
      },
    ]);
  });

  it.each<[string, object, object, Partial<NotificationMessage>]>([
    [
      'was approved by somebody else',
      { type: 'blocked', blockers: [] },
      { blockers: [], approvals: approved },
      {
        except: ['user:default/carla', 'user:default/ana'],
        title: '{service} 1.5.0 was approved for {environment}',
        description: 'Approved by {person}.',
        person: 'user:default/carla',
      },
    ],
    [
      'was rejected',
      decided('user:default/carla', { decision: 'reject', reason: 'not now' }),
      { status: 'cancelled', blockers: [] },
      {
        title: '{service} 1.5.0 was rejected for {environment}',
        description: 'Rejected by {person}: “not now”.',
        person: 'user:default/carla',
      },
    ],
    [
      'expired',
      { type: 'expired', message: 'Nobody approved it.' },
      { status: 'expired', message: 'Nobody approved it.' },
      {
        title: '{service} 1.5.0 expired without approval for {environment}',
        description: 'Nobody approved it.',
      },
    ],
    [
      'was cancelled',
      {
        type: 'cancelled',
        message: 'Never mind. Nothing changed for checkout in production.',
        cause: 'cancel',
      },
      {
        status: 'cancelled',
        message: 'Never mind. Nothing changed for checkout in production.',
      },
      {
        title: '{service} 1.5.0 no longer needs approval for {environment}',
        description:
          'Never mind. Nothing changed for {service} in {environment}.',
      },
    ],
  ])(
    'say that nobody needs to approve what %s',
    (_, event, after, expected) => {
      const [message] = notify(event, waiting, after);
      expect(message).toMatchObject({
        to: ['group:default/managers'],
        except: ['user:default/ana'],
        severity: 'low',
        topic: 'Waiting for me',
        ...expected,
      });
    },
  );

  it('release the approvers of one rule while another is open', () => {
    const blockers = [approval('security')];
    expect(
      notify(
        { type: 'blocked', blockers },
        {
          blockers: [approval('managers'), approval('security')],
          approvals: approved,
        },
        { blockers },
      ),
    ).toMatchObject([
      {
        to: ['group:default/managers'],
        title: '{service} 1.5.0 no longer needs you for {environment}',
      },
      {
        to: ['group:default/security'],
        title: 'Needs you: approve {service} 1.5.0 for {environment}{deadline}',
      },
    ]);
  });

  it('do not call a step approved that nobody approved in time', () => {
    const step = { stepId: 'sign-off' };
    expect(
      notify(
        { type: 'stepFailed' },
        {
          status: 'waiting',
          blockers: [approval('sign-off', step)],
          approvals: [...approved, { ...approved[0], ...step }],
          steps: [{ id: 'sign-off', status: 'failed' }],
        },
        { status: 'running', blockers: [] },
      ),
    ).toMatchObject([
      { title: '{service} 1.5.0 no longer needs approval for {environment}' },
    ]);
  });
});

describe('notifications of a decision', () => {
  const decision = (message = 'The score is 80'): Blocker => ({
    kind: 'decision',
    message,
    stepId: 'rollout',
  });
  const waiting = { status: 'waiting', decideBy: HOUR, blockers: [decision()] };

  it('say what is needed until when', () => {
    expect(
      notify({ type: 'decisionNeeded' }, { status: 'running' }, waiting),
    ).toMatchObject([
      {
        to: ['user:default/ana'],
        title:
          'Needs you: decide about {service} 1.5.0 in {environment}{deadline}',
        description: 'The score is 80',
        deadline: { at: HOUR },
        severity: 'high',
        topic: 'Waiting for me',
      },
    ]);
  });

  it('go to the owner of the service if a pipeline requested the deployment', () => {
    expect(
      notify(
        { type: 'decisionNeeded' },
        {
          status: 'running',
          requestedBy: { principal: 'plugin:ci', via: 'api' },
        },
        waiting,
      ),
    ).toMatchObject([{ to: [], toOwner: true }]);
  });

  it('say afterwards that nothing waits, and who decided', () => {
    expect(
      notify(
        { type: 'decided', choice: 'retry', by: 'user:default/ben' },
        waiting,
        { status: 'running', blockers: [] },
      ),
    ).toMatchObject([
      {
        to: ['user:default/ana'],
        title:
          '{service} 1.5.0 no longer waits for a decision in {environment}',
        description: '{person} decided.',
        person: 'user:default/ben',
        severity: 'low',
      },
    ]);
  });

  it('report a wait for somebody elsewhere once, and its end', () => {
    const external = (message: string): Blocker => ({
      kind: 'external',
      message,
      stepId: 'rollout',
    });
    const elsewhere = {
      status: 'waiting',
      blockers: [external('Waits for a review')],
    };
    const running = { status: 'running', blockers: [] };
    expect(
      notify({ type: 'stepProgressed' }, running, elsewhere),
    ).toMatchObject([
      {
        title: '{service} 1.5.0 is waiting for somebody else in {environment}',
        severity: 'normal',
        topic: 'My deployments',
      },
    ]);
    expect(
      notify({ type: 'stepProgressed' }, elsewhere, {
        blockers: [external('Waits for a second review')],
      }),
    ).toEqual([]);
    expect(
      notify({ type: 'stepProgressed' }, elsewhere, running),
    ).toMatchObject([{ title: '{service} 1.5.0 continues in {environment}' }]);
  });
});

describe('notifications of an outcome', () => {
  it.each<[string, Partial<DeploymentEvent>, object, string, string]>([
    [
      'of a deployment',
      { type: 'succeeded', message: 'm' },
      {},
      'low',
      '{service} 1.5.0 is live in {environment}',
    ],
    [
      'of a rollback',
      { type: 'succeeded', message: 'm' },
      { kind: 'rollback' },
      'low',
      '{service} is back on 1.5.0 in {environment}',
    ],
    [
      'of a restart',
      { type: 'succeeded', message: 'm' },
      { kind: 'restart' },
      'low',
      '{service} was restarted in {environment}',
    ],
    [
      'of a removal',
      { type: 'succeeded', message: 'm' },
      { kind: 'remove' },
      'low',
      '{service} was removed from {environment}',
    ],
    [
      'that failed',
      {
        type: 'failed',
        message:
          '“Migrate” failed: no such table. Nothing changed for checkout in production.',
      },
      {},
      'high',
      '{service} 1.5.0 failed in {environment}: no such table',
    ],
    [
      'that was cancelled in the queue',
      { type: 'cancelled', message: 'm', cause: 'cancel' },
      {},
      'low',
      '{service} 1.5.0 did not start in {environment}',
    ],
    [
      'that was cancelled after it had started',
      { type: 'cancelled', message: 'm', cause: 'cancel' },
      { startedAt: 1 },
      'low',
      '{service} 1.5.0 was cancelled in {environment}',
    ],
    [
      'that was rejected',
      { type: 'cancelled', message: 'm', cause: 'rejected' },
      {},
      'normal',
      '{service} 1.5.0 was rejected for {environment}',
    ],
    [
      'that expired in the queue',
      { type: 'expired', message: 'm' },
      {},
      'low',
      '{service} 1.5.0 did not start in {environment}',
    ],
  ])('%s begin with it', (_, event, state, severity, title) => {
    expect(notify(event, state, {})).toMatchObject([
      { to: ['user:default/ana'], title, severity, topic: 'My deployments' },
    ]);
  });

  it('of a rollback say why, to the requester and to the other owners of the service', () => {
    const life = new Life();
    life.pass('deploy', {
      candidate: { id: 'c1' },
      trafficWeight: 10,
    });
    life.start('watch');
    life.report('watch', {
      state: 'failed',
      retryable: false,
      verdict: 'failed',
      error: {
        code: 'check-failed',
        message: 'error rate was 6.1 % for 15 s (needs ≤ 1 %)',
      },
    });
    while (life.state.status === 'rolling_back') {
      const next = life.state.rollback?.steps.find(
        ({ status }) => status === 'pending',
      );
      life.passRollback(next!.id);
    }
    const before = { ...life.state, status: 'rolling_back' } as DeploymentState;
    const sent = listMessages(before, life.events.slice(-1), life.state);
    expect(sent).toMatchObject([
      { kind: 'signal' },
      { kind: 'event', payload: { type: 'rolled_back' } },
      {
        to: ['user:default/ada'],
        title:
          '{service} 1.5.0 was rolled back in {environment}: error rate was 6.1 % for 15 s (needs ≤ 1 %)',
        description:
          '{service} in {environment} is running 1.4.1 again; its checks passed.',
        severity: 'high',
        topic: 'My deployments',
      },
      {
        to: [],
        toOwner: true,
        except: ['user:default/ada'],
        severity: 'normal',
        topic: 'Rollbacks of my services',
      },
    ]);
  });

  it('are not sent to pipelines', () => {
    expect(
      notify(
        { type: 'succeeded', message: 'm' },
        { requestedBy: { principal: 'plugin:ci', via: 'api' } },
        {},
      ),
    ).toEqual([]);
  });
});
