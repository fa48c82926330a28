import { decideQueueing } from './concurrency';
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

describe('a request that finds others in its environment', () => {
  const accepted = (...supersedes: string[]): QueueDecision => ({
    result: 'accepted',
    supersedes,
  });
  const cases: [string, () => QueueDecision, QueueDecision][] = [
    [
      'waits its turn',
      () =>
        decideQueueing('queue', { deployment, environment, lockOwner, queued }),
      accepted(),
    ],
    [
      'takes the place of the deployments that are queued, not of what else somebody asked for',
      () =>
        decideQueueing('supersede', {
          deployment,
          environment,
          lockOwner,
          queued,
        }),
      accepted('d1'),
    ],
    [
      'supersedes nothing when it is no deployment itself',
      () =>
        decideQueueing('supersede', {
          deployment: { ...deployment, kind: 'restart' },
          environment,
          lockOwner,
          queued,
        }),
      accepted(),
    ],
    [
      'is refused while one is at work',
      () =>
        decideQueueing('refuse', {
          deployment,
          environment,
          lockOwner,
          queued: [],
        }),
      {
        result: 'refused',
        message:
          'Production takes one deployment of a service at a time, and the deployment of 1.4.1 is under way. Ask again when it has ended.',
      },
    ],
    [
      'is refused while one is queued',
      () =>
        decideQueueing('refuse', {
          deployment,
          environment,
          queued: [queued[1]],
        }),
      {
        result: 'refused',
        message:
          'Production takes one deployment of a service at a time, and a restart is queued. Ask again when it has ended.',
      },
    ],
    [
      'is accepted where nobody is',
      () => decideQueueing('refuse', { deployment, environment, queued: [] }),
      accepted(),
    ],
    [
      'is refused with what is under way, of what is known',
      () =>
        decideQueueing('refuse', {
          deployment,
          environment,
          lockOwner: { id: 'd0', kind: 'deploy' },
          queued,
        }),
      {
        result: 'refused',
        message:
          'Production takes one deployment of a service at a time, and another deployment is under way. Ask again when it has ended.',
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
        }),
      accepted(),
    ],
  ];
  it.each(cases)('%s', (_, found, expected) => {
    expect(found()).toEqual(expected);
  });
});
