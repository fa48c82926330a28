import { decideQueueing, findReplaced } from './concurrency';
import type { QueueDecision } from './concurrency';

const environment = {
  name: 'production',
  title: 'Production',
  approvals: [],
  distinctApprovers: true,
  windows: [],
  concurrency: 'queue' as const,
};
const deployment = {
  kind: 'deploy' as const,
  service: 'component:default/checkout',
  requestedBy: { principal: 'user:default/ana', via: 'portal' as const },
  hotfix: false,
};
const lockOwner = { id: 'd0', kind: 'deploy' as const, versionName: '1.4.1' };
const queued = [
  { id: 'd1', kind: 'deploy' as const, versionName: '1.4.2' },
  { id: 'd2', kind: 'restart' as const },
];

describe('a request while other deployments are in its environment', () => {
  const accepted = (...supersedes: string[]): QueueDecision => ({
    result: 'accepted',
    supersedes,
  });
  const cases: [string, () => QueueDecision, QueueDecision][] = [
    [
      'waits its turn',
      () =>
        decideQueueing('queue', {
          deployment,
          environment,
          lockOwner,
          queued,
          ahead: queued,
        }),
      accepted(),
    ],
    [
      'supersedes queued deploys, but no restarts or removals',
      () =>
        decideQueueing('supersede', {
          deployment,
          environment,
          lockOwner,
          queued,
          ahead: queued,
        }),
      accepted('d1'),
    ],
    [
      'supersedes nothing if it is not a deploy',
      () =>
        decideQueueing('supersede', {
          deployment: { ...deployment, kind: 'restart' },
          environment,
          lockOwner,
          queued,
          ahead: queued,
        }),
      accepted(),
    ],
    [
      'is refused while another deployment is running',
      () =>
        decideQueueing('refuse', {
          deployment,
          environment,
          lockOwner,
          queued: [],
          ahead: [],
        }),
      {
        result: 'refused',
        message:
          'Production accepts one deployment of a service at a time, and the deployment of 1.4.1 is running. Try again when it has ended.',
        sentences: [{ code: 'refused_one_running' }],
      },
    ],
    [
      'is refused while another deployment is queued',
      () =>
        decideQueueing('refuse', {
          deployment,
          environment,
          queued: [queued[1]],
          ahead: [queued[1]],
        }),
      {
        result: 'refused',
        message:
          'Production accepts one deployment of a service at a time, and a restart is queued. Try again when it has ended.',
        sentences: [{ code: 'refused_one_queued' }],
      },
    ],
    [
      'is accepted in an idle environment',
      () =>
        decideQueueing('refuse', {
          deployment,
          environment,
          queued: [],
          ahead: [],
        }),
      accepted(),
    ],
    [
      'is accepted while others are only scheduled for later',
      () =>
        decideQueueing('refuse', {
          deployment,
          environment,
          queued,
          ahead: [],
        }),
      accepted(),
    ],
    [
      'supersedes deploys that are scheduled for later',
      () =>
        decideQueueing('supersede', {
          deployment,
          environment,
          queued,
          ahead: [],
        }),
      accepted('d1'),
    ],
    [
      'is refused with a description of the other deployment',
      () =>
        decideQueueing('refuse', {
          deployment,
          environment,
          lockOwner: { id: 'd0', kind: 'deploy' },
          queued,
          ahead: queued,
        }),
      {
        result: 'refused',
        message:
          'Production accepts one deployment of a service at a time, and another deployment is running. Try again when it has ended.',
        sentences: [{ code: 'refused_one_running' }],
      },
    ],
    [
      'is always accepted as a rollback',
      () =>
        decideQueueing('refuse', {
          deployment: { ...deployment, kind: 'rollback' },
          environment,
          lockOwner,
          queued,
          ahead: queued,
        }),
      accepted(),
    ],
    [
      'is always accepted as a hotfix',
      () =>
        decideQueueing('refuse', {
          deployment: { ...deployment, hotfix: true },
          environment,
          lockOwner,
          queued,
          ahead: queued,
        }),
      accepted(),
    ],
  ];
  it.each(cases)('%s', (_, found, expected) => {
    expect(found()).toEqual(expected);
  });
});

describe('the running deployment that a request replaces', () => {
  const running = { id: 'd1', kind: 'deploy', versionName: '2.0.0' } as const;
  const requested = {
    kind: 'deploy',
    service: 'component:default/checkout',
    requestedBy: { principal: 'user:default/ana', via: 'portal' },
    hotfix: false,
  } as const;

  it.each<[string, Parameters<typeof findReplaced>, string | undefined]>([
    [
      'a deploy',
      ['replace', { deployment: requested, lockOwner: running }],
      'd1',
    ],
    [
      'nothing if nothing runs',
      ['replace', { deployment: requested }],
      undefined,
    ],
    ...(['queue', 'supersede', 'refuse'] as const).map(
      (
        policy,
      ): [string, Parameters<typeof findReplaced>, string | undefined] => [
        `nothing with the policy ${policy}`,
        [policy, { deployment: requested, lockOwner: running }],
        undefined,
      ],
    ),
    [
      'no hotfix',
      [
        'replace',
        { deployment: requested, lockOwner: { ...running, hotfix: true } },
      ],
      undefined,
    ],
    ...(['rollback', 'restart', 'remove'] as const).map(
      (kind): [string, Parameters<typeof findReplaced>, string | undefined] => [
        `no ${kind}`,
        ['replace', { deployment: requested, lockOwner: { ...running, kind } }],
        undefined,
      ],
    ),
    [
      'nothing for a hotfix, which takes over by itself',
      [
        'replace',
        { deployment: { ...requested, hotfix: true }, lockOwner: running },
      ],
      undefined,
    ],
  ])('is %s', (_, [policy, facts], expected) => {
    expect(findReplaced(policy, facts)?.id).toBe(expected);
  });
});
