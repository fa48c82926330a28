import { buildPod } from '../__testUtils__/buildDeployment';
import type { ContainerStatus, Pod } from '../client/kubernetesObjects';
import { explainPods } from './explainPods';

const withContainer = (status: Partial<ContainerStatus>): Pod =>
  buildPod({
    status: {
      phase: 'Pending',
      conditions: [{ type: 'Ready', status: 'False' }],
      containerStatuses: [
        {
          name: 'web',
          ready: false,
          restartCount: 0,
          image: 'shop:1',
          ...status,
        },
      ],
    },
  });

const waiting = (reason: string, message?: string) =>
  withContainer({
    state: { waiting: { reason, ...(message ? { message } : {}) } },
  });

const ended = (
  restartCount: number,
  terminated: Partial<{ reason: string; exitCode: number; message: string }>,
) =>
  withContainer({
    restartCount,
    state: { waiting: { reason: 'CrashLoopBackOff' } },
    lastState: {
      terminated: {
        reason: 'Error',
        exitCode: 3,
        finishedAt: '2026-11-26T10:00:00Z',
        ...terminated,
      },
    },
  });

describe('explainPods', () => {
  it.each<[string, Pod, object]>([
    [
      'an image that does not exist',
      waiting(
        'ErrImagePull',
        'rpc error: code = NotFound desc = failed to resolve reference "shop:1": shop:1: not found',
      ),
      { problem: { code: 'image_pull' }, isFinal: true, retryable: false },
    ],
    [
      'an image that may not be pulled',
      waiting('ErrImagePull', 'unauthorized: authentication required'),
      { problem: { code: 'image_pull' }, isFinal: true, retryable: false },
    ],
    [
      'a registry that does not respond',
      waiting('ErrImagePull', 'dial tcp 10.0.0.1:443: i/o timeout'),
      { problem: { code: 'image_pull' }, isFinal: false, retryable: true },
    ],
    [
      'an invalid image name',
      waiting('InvalidImageName'),
      { problem: { code: 'image_pull' }, isFinal: true },
    ],
    [
      'a missing ConfigMap',
      waiting('CreateContainerConfigError', 'configmap "settings" not found'),
      { problem: { code: 'config_missing' }, isFinal: true },
    ],
    [
      'a missing key of a Secret',
      waiting(
        'CreateContainerConfigError',
        "couldn't find key password in Secret shop/db",
      ),
      { problem: { code: 'config_missing' }, isFinal: true },
    ],
    [
      'a container that exited twice',
      ended(2, {}),
      {
        problem: {
          code: 'crash_loop',
          message: expect.stringContaining('code 3, restarted 2 times'),
        },
        isFinal: false,
        log: { container: 'web', previous: false },
      },
    ],
    ['a container that exited often', ended(3, {}), { isFinal: true }],
    [
      'too little memory',
      ended(3, { reason: 'OOMKilled', exitCode: 137 }),
      { problem: { code: 'oom_killed' }, isFinal: true },
    ],
    [
      'no node with room',
      buildPod({
        status: {
          phase: 'Pending',
          containerStatuses: [],
          conditions: [
            {
              type: 'PodScheduled',
              status: 'False',
              reason: 'Unschedulable',
              message: '0/1 nodes are available: 1 Insufficient cpu.',
            },
          ],
        },
      }),
      { problem: { code: 'unschedulable' }, isFinal: false },
    ],
    [
      'an eviction',
      buildPod({
        status: {
          phase: 'Failed',
          reason: 'Evicted',
          message: 'The node was low on resource: memory.',
        },
      }),
      { problem: { code: 'evicted' }, isFinal: false },
    ],
  ])('explains %s', (_, pod, expected) => {
    expect(explainPods([pod])).toMatchObject([expected]);
  });

  it('explains a failing init container before the containers that wait for it', () => {
    const pod = waiting('PodInitializing');
    pod.status!.initContainerStatuses = [
      {
        name: 'migrate',
        restartCount: 1,
        state: { terminated: { exitCode: 1, reason: 'Error' } },
      },
    ];
    expect(explainPods([pod])).toMatchObject([
      {
        problem: {
          code: 'crash_loop',
          message: expect.stringContaining('Container migrate'),
        },
      },
    ]);
  });

  it('reads the log of the previous run once the container runs again', () => {
    const pod = withContainer({
      restartCount: 1,
      state: { running: {} },
      lastState: { terminated: { exitCode: 1, reason: 'Error' } },
    });
    expect(explainPods([pod])).toMatchObject([{ log: { previous: true } }]);
  });

  it('takes the reason from the event while Kubernetes waits before the next pull', () => {
    const pod = waiting('ImagePullBackOff', 'Back-off pulling image "shop:1"');
    const event = {
      reason: 'Failed',
      message: 'Failed to pull image "shop:1": shop:1: not found',
      involvedObject: { uid: pod.metadata.uid },
    };
    expect(explainPods([pod])).toMatchObject([{ isFinal: false }]);
    expect(explainPods([pod], [event])).toMatchObject([{ isFinal: true }]);
  });

  it('explains a failing probe and a volume by events of the same pod only', () => {
    const running = withContainer({ state: { running: {} } });
    const starting = waiting('ContainerCreating');
    starting.metadata.uid = 'other';
    const events = [
      {
        reason: 'Unhealthy',
        message:
          'Readiness probe failed: HTTP probe failed with statuscode: 503',
        involvedObject: { uid: running.metadata.uid },
      },
      {
        reason: 'FailedMount',
        message: 'MountVolume.SetUp failed for volume "data"',
        involvedObject: { uid: 'other' },
      },
    ];
    expect(explainPods([running, starting], events)).toMatchObject([
      { problem: { code: 'probe_failing' } },
      { problem: { code: 'volume' } },
    ]);
  });

  it('says nothing about pods that are only starting', () => {
    expect(explainPods([waiting('ContainerCreating')])).toEqual([]);
  });
});
