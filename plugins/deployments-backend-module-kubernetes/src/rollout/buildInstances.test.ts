import {
  buildDeployment,
  buildPod,
  DIGEST_1,
  DIGEST_2,
} from '../__testUtils__/buildDeployment';
import { buildInstances, toPercentages } from './buildInstances';
import { findLastChange } from './findLastChange';
import { findManager } from './findManager';

const NOT_READY = {
  conditions: [{ type: 'Ready', status: 'False' as const }],
};

describe('buildInstances', () => {
  it('reports one instance per template, weighted by ready pods', () => {
    const instances = buildInstances(
      buildDeployment(),
      [
        buildPod({ name: 'a1' }),
        buildPod({ name: 'a2' }),
        buildPod({ name: 'b1', hash: 'bbb', image: DIGEST_2 }),
        buildPod({
          name: 'b2',
          hash: 'bbb',
          image: DIGEST_2,
          status: NOT_READY,
        }),
      ],
      undefined,
      'https://checkout.example.com',
    );
    expect(instances).toMatchObject([
      { id: 'checkout-aaa', artifact: DIGEST_1, weight: 66.7, ready: true },
      { id: 'checkout-bbb', artifact: DIGEST_2, weight: 33.3, ready: true },
    ]);
  });

  it('reports since when no pod of a template has been ready', () => {
    const notReady = (time: string) => ({
      conditions: [
        { type: 'Ready', status: 'False' as const, lastTransitionTime: time },
      ],
    });
    const [instance] = buildInstances(
      buildDeployment(),
      [
        buildPod({ name: 'a1', status: notReady('2026-11-26T10:00:00Z') }),
        buildPod({ name: 'a2', status: notReady('2026-11-26T10:05:00Z') }),
      ],
      undefined,
      undefined,
    );
    expect(instance).toMatchObject({
      ready: false,
      unready: {
        state: 'confirmed',
        since: Date.parse('2026-11-26T10:05:00Z'),
      },
    });
  });

  it('ignores pods that are ending, and those of other workloads', () => {
    const instances = buildInstances(
      buildDeployment(),
      [
        buildPod({ metadata: { deletionTimestamp: '2026-11-26T10:00:00Z' } }),
        buildPod({
          metadata: {
            ownerReferences: [
              { kind: 'ReplicaSet', name: 'checkout-worker-aaa', uid: 'x' },
            ],
          },
        }),
      ],
      undefined,
      undefined,
    );
    expect(instances).toEqual([]);
  });

  it('names a version as it was registered, unless somebody changed the image', () => {
    const annotations = {
      'slipway.io/version': '1.0.0',
      'slipway.io/artifact': DIGEST_1,
    };
    const name = (image: string) =>
      buildInstances(
        buildDeployment(),
        [buildPod({ image, metadata: { annotations } })],
        undefined,
        undefined,
      );
    expect(name(DIGEST_1)).toMatchObject([
      { versionName: '1.0.0', artifact: DIGEST_1 },
    ]);
    expect(name('registry.example.com/shop/checkout:2.1')).toMatchObject([
      {
        versionName: '2.1',
        artifact: 'registry.example.com/shop/checkout:2.1',
      },
    ]);
  });

  it('lists the digest of a tag as another spelling', () => {
    const pod = buildPod({ image: 'registry.example.com/shop/checkout:1.0' });
    pod.status!.containerStatuses![0]!.imageID = `docker-pullable://${DIGEST_1}`;
    expect(
      buildInstances(buildDeployment(), [pod], undefined, undefined),
    ).toMatchObject([{ aliases: [DIGEST_1] }]);
  });

  it.each([
    [[], []],
    [
      [0, 0],
      [0, 0],
    ],
    [
      [1, 1, 1],
      [33.4, 33.3, 33.3],
    ],
    [
      [2, 1],
      [66.7, 33.3],
    ],
    [
      [199, 1],
      [99.5, 0.5],
    ],
    [
      [5, 0],
      [100, 0],
    ],
  ])('shares 100 percent among %j', (counts, expected) => {
    expect(toPercentages(counts)).toEqual(expected);
  });
});

describe('findManager', () => {
  const metadata = { name: 'checkout', uid: 'u' };
  it.each([
    [
      {
        annotations: {
          'argocd.argoproj.io/tracking-id':
            'shop:apps/Deployment:shop/checkout',
        },
      },
      { name: 'Argo CD application shop', reverts: true },
    ],
    [
      {
        labels: { 'app.kubernetes.io/instance': 'shop' },
        managedFields: [{ manager: 'argocd-controller' }],
      },
      { name: 'Argo CD application shop', reverts: true },
    ],
    [{ labels: { 'app.kubernetes.io/instance': 'shop' } }, undefined],
    [
      { labels: { 'helm.toolkit.fluxcd.io/name': 'shop' } },
      { name: 'Flux HelmRelease shop', reverts: true },
    ],
    [
      { annotations: { 'meta.helm.sh/release-name': 'shop' } },
      { name: 'Helm release shop', reverts: false },
    ],
  ])('recognizes the marks of %j', (marks, expected) => {
    expect(findManager({ ...metadata, ...marks })).toEqual(expected);
  });
});

describe('findLastChange', () => {
  const template = { 'f:spec': { 'f:template': {} } };
  const find = (managedFields: object[]) =>
    findLastChange({ name: 'checkout', uid: 'u', managedFields });

  it('names the newest client that wrote the pod template', () => {
    expect(
      find([
        {
          manager: 'slipway',
          time: '2026-11-26T10:00:00Z',
          fieldsV1: template,
        },
        {
          manager: 'kubectl-edit',
          time: '2026-11-26T11:00:00Z',
          fieldsV1: template,
        },
      ]),
    ).toEqual({ name: 'kubectl-edit', at: Date.parse('2026-11-26T11:00:00Z') });
  });

  it('ignores Slipway, autoscalers and controllers', () => {
    expect(
      find([
        {
          manager: 'slipway',
          time: '2026-11-26T10:00:00Z',
          fieldsV1: template,
        },
        {
          manager: 'kube-controller-manager',
          time: '2026-11-26T11:00:00Z',
          fieldsV1: { 'f:spec': { 'f:replicas': {} } },
        },
      ]),
    ).toBeUndefined();
  });
});
