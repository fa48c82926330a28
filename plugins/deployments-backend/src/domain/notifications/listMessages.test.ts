import type { Blocker } from '@slipway/backstage-plugin-deployments-common';
import type { DeploymentEvent } from '../deployment/events';
import type { DeploymentState } from '../deployment/state';
import { listMessages } from './listMessages';

const STATE = {
  id: 'd1',
  kind: 'deploy',
  service: 'component:default/checkout',
  environment: 'production',
  version: { id: 'v', name: '1.5.0', artifact: 'sha256:1', flags: [] },
  requestedBy: { principal: 'user:default/ana', via: 'portal' },
  status: 'queued',
  blockers: [],
  seq: 3,
} as unknown as DeploymentState;

const approval = (rule: string, more: Partial<Blocker> = {}): Blocker => ({
  kind: 'approval',
  message: `0 of 1 approval from ${rule}.`,
  unblockedBy: [`group:default/${rule}`],
  rule,
  ...more,
});

const notify = (event: Partial<DeploymentEvent>, state: object = {}) =>
  listMessages(STATE, [{ seq: 3, at: 0, ...event } as DeploymentEvent], {
    ...STATE,
    ...state,
  }).flatMap(message => (message.kind === 'notification' ? [message] : []));

describe('notifications', () => {
  it('of two rules do not replace each other', () => {
    const sent = notify({
      type: 'blocked',
      blockers: [approval('managers'), approval('security')],
    });
    expect(sent.map(({ to }) => to)).toEqual([
      ['group:default/managers'],
      ['group:default/security'],
    ]);
    expect(new Set(sent.map(({ topic }) => topic)).size).toBe(2);
  });

  it('of a rollback name the failed check in a sentence', () => {
    expect(
      notify({
        type: 'rollbackStarted',
        rollback: {
          message: 'availability was 91 % for 15 s (needs ≥ 99 %)',
        },
      } as Partial<DeploymentEvent>),
    ).toMatchObject([
      { description: 'Availability was 91 % for 15 s (needs ≥ 99 %).' },
    ]);
  });

  it('of a waiting step replace its previous one', () => {
    const topics = ['0 of 2.', '1 of 2.'].map(
      message =>
        notify({
          type: 'stepWaiting',
          stepId: 'sign-off',
          blocker: approval('sign-off', { stepId: 'sign-off', message }),
        } as Partial<DeploymentEvent>)[0].topic,
    );
    expect(new Set(topics).size).toBe(1);
  });

  it.each<[string, Partial<DeploymentEvent>, object, string]>([
    [
      'cancelled in the queue',
      { type: 'cancelled', message: 'm', cause: 'cancel' },
      {},
      'Deployment of checkout 1.5.0 to production did not start',
    ],
    [
      'cancelled after it had started',
      { type: 'cancelled', message: 'm', cause: 'cancel' },
      { startedAt: 1 },
      'Deployment of checkout 1.5.0 to production was cancelled',
    ],
    [
      'expired in the queue',
      { type: 'expired', message: 'm' },
      {},
      'Deployment of checkout 1.5.0 to production did not start',
    ],
  ])(
    'says what happened to a deployment that was %s',
    (_, event, state, title) => {
      expect(notify(event, state)).toMatchObject([{ title }]);
    },
  );
});
