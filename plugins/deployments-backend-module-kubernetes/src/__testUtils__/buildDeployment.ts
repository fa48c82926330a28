import type { Pod, Workload } from '../client/kubernetesObjects';

export const DIGEST_1 = `registry.example.com/shop/checkout@sha256:${'1'.repeat(
  64,
)}`;
export const DIGEST_2 = `registry.example.com/shop/checkout@sha256:${'2'.repeat(
  64,
)}`;

/** A Deployment `checkout` of three pods, as the API server sends it, whose rollout is complete. */
export function buildDeployment(
  overrides: {
    metadata?: Partial<Workload['metadata']>;
    spec?: Partial<NonNullable<Workload['spec']>>;
    status?: Partial<NonNullable<Workload['status']>>;
    image?: string;
    templateAnnotations?: Record<string, string>;
  } = {},
): Workload {
  return {
    kind: 'Deployment',
    metadata: {
      name: 'checkout',
      namespace: 'shop',
      uid: 'uid-1',
      resourceVersion: '100',
      generation: 3,
      annotations: {
        'slipway.io/service-environment':
          'component:default/checkout@production',
      },
      ...overrides.metadata,
    },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: 'checkout' } },
      template: {
        metadata: {
          labels: { app: 'checkout' },
          ...(overrides.templateAnnotations
            ? { annotations: overrides.templateAnnotations }
            : {}),
        },
        spec: {
          containers: [{ name: 'web', image: overrides.image ?? DIGEST_1 }],
        },
      },
      ...overrides.spec,
    },
    status: {
      observedGeneration: 3,
      replicas: 3,
      updatedReplicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
      conditions: [
        {
          type: 'Progressing',
          status: 'True',
          reason: 'NewReplicaSetAvailable',
          lastUpdateTime: '2026-11-26T10:00:00Z',
        },
      ],
      ...overrides.status,
    },
  };
}

/** A ready pod of the Deployment `checkout`. */
export function buildPod(
  overrides: {
    name?: string;
    hash?: string;
    image?: string;
    metadata?: Partial<Pod['metadata']>;
    status?: Partial<NonNullable<Pod['status']>>;
  } = {},
): Pod {
  const {
    name = 'checkout-aaa-x1',
    hash = 'aaa',
    image = DIGEST_1,
  } = overrides;
  return {
    metadata: {
      name,
      uid: `uid-${name}`,
      labels: { app: 'checkout', 'pod-template-hash': hash },
      ownerReferences: [
        { kind: 'ReplicaSet', name: `checkout-${hash}`, uid: `uid-${hash}` },
      ],
      ...overrides.metadata,
    },
    spec: { containers: [{ name: 'web', image }] },
    status: {
      phase: 'Running',
      startTime: '2026-11-26T10:00:00Z',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [
        { name: 'web', ready: true, restartCount: 0, image, imageID: image },
      ],
      ...overrides.status,
    },
  };
}
