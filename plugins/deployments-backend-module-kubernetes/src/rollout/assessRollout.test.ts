import { buildDeployment } from '../__testUtils__/buildDeployment';
import { assessRollout, readStaleDeadline } from './assessRollout';

const exceeded = {
  type: 'Progressing',
  status: 'False' as const,
  reason: 'ProgressDeadlineExceeded',
  lastUpdateTime: '2026-11-26T10:00:00Z',
};

describe('assessRollout', () => {
  it.each([
    [
      'the controller has not seen the change',
      { status: { observedGeneration: 2 } },
      { state: 'working', message: expect.stringContaining('has seen') },
    ],
    [
      'a new Deployment has no status',
      { status: { observedGeneration: undefined } },
      { state: 'working' },
    ],
    [
      'somebody paused it',
      { spec: { paused: true } },
      {
        state: 'paused',
        message: expect.stringContaining(
          'kubectl rollout resume deployment/checkout -n shop',
        ),
      },
    ],
    [
      'pods are missing',
      { status: { updatedReplicas: 2 } },
      { state: 'working', message: '2 of 3 pods updated' },
    ],
    [
      'a pod of the previous version is left',
      { status: { replicas: 4 } },
      {
        state: 'working',
        message: 'Waiting until 1 pod of the previous version has ended',
      },
    ],
    [
      'a pod is not available',
      { status: { availableReplicas: 2 } },
      { state: 'working', message: '2 of 3 pods are ready' },
    ],
    ['all pods are available', {}, { state: 'complete', replicas: 3 }],
    [
      'it has no replicas',
      {
        spec: { replicas: 0 },
        status: { replicas: 0, updatedReplicas: 0, availableReplicas: 0 },
      },
      { state: 'complete', replicas: 0 },
    ],
    [
      'the deadline was exceeded',
      {
        spec: { progressDeadlineSeconds: 60 },
        status: { availableReplicas: 0, conditions: [exceeded] },
      },
      {
        state: 'stuck',
        message: 'The rollout made no progress for 60 s: 0 of 3 pods are ready',
      },
    ],
    [
      'the deadline was exceeded while the previous version still serves',
      {
        spec: { progressDeadlineSeconds: 60 },
        status: {
          replicas: 4,
          updatedReplicas: 1,
          availableReplicas: 3,
          conditions: [exceeded],
        },
      },
      {
        state: 'stuck',
        message: 'The rollout made no progress for 60 s: 3 of 4 pods are ready',
      },
    ],
    [
      'a quota refuses pods',
      {
        status: {
          updatedReplicas: 0,
          conditions: [
            {
              type: 'ReplicaFailure',
              status: 'True' as const,
              reason: 'FailedCreate',
              message:
                'pods "checkout-x" is forbidden: exceeded quota: pods, requested: pods=1, used: pods=3, limited: pods=3',
            },
          ],
        },
      },
      { state: 'working', problems: [{ code: 'quota' }] },
    ],
    [
      'a policy refuses pods',
      {
        status: {
          updatedReplicas: 0,
          conditions: [
            {
              type: 'ReplicaFailure',
              status: 'True' as const,
              message:
                'pods "checkout-x" is forbidden: violates PodSecurity "restricted:latest"',
            },
          ],
        },
      },
      { state: 'working', problems: [{ code: 'admission_denied' }] },
    ],
  ])('reports its state when %s', (_, overrides, expected) => {
    expect(assessRollout(buildDeployment(overrides))).toMatchObject(expected);
  });

  it('ignores a deadline that an earlier template exceeded', () => {
    const before = buildDeployment({
      status: { availableReplicas: 0, conditions: [exceeded] },
    });
    const stale = readStaleDeadline(before);
    expect(stale).toBe(exceeded.lastUpdateTime);
    expect(assessRollout(before, stale)).toMatchObject({ state: 'working' });
  });
});
