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

describe('a request while other deployments are in its environment', () => {
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
      'supersedes queued deploys, but no restarts or removals',
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
      'supersedes nothing if it is not a deploy',
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
      'is refused while another deployment is running',
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
          'Production accepts one deployment of a service at a time, and the deployment of 1.4.1 is running. Try again when it has ended.',
      },
    ],
    [
      'is refused while another deployment is queued',
      () =>
        decideQueueing('refuse', {
          deployment,
          environment,
          queued: [queued[1]],
        }),
      {
        result: 'refused',
        message:
          'Production accepts one deployment of a service at a time, and a restart is queued. Try again when it has ended.',
      },
    ],
    [
      'is accepted in an idle environment',
      () => decideQueueing('refuse', { deployment, environment, queued: [] }),
      accepted(),
    ],
    [
      'is refused with a description of the other deployment',
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
          'Production accepts one deployment of a service at a time, and another deployment is running. Try again when it has ended.',
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
