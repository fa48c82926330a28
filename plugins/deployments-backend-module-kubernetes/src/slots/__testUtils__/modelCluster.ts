import type { Workload } from '../../client/kubernetesObjects';
import type { Service } from '../../client/trafficObjects';
import type { EffectContext } from '../../rollout/effectDecision';
import { decideEffect, type SlotsEffect } from '../decideSlots';
import { matchesSelector } from '../serviceSelector';
import type { ObjectWrite, SlotObject, SlotsSnapshot } from '../slotObjects';

/** A stored object. */
export type Stored = Record<string, unknown> & {
  metadata: { name: string; resourceVersion?: string; [key: string]: unknown };
};

/** The objects that the model has. */
export type ModelObjects = Partial<Record<SlotObject, Stored>>;

const DEPLOYMENTS = ['workload', 'a', 'b'] as const;

/**
 * Writes as an API server does: a creation fails if the object exists, and a patch if it names another resource version than
 * the stored one. Returns `undefined` if the write is rejected.
 *
 * @param checksVersions - False to accept every patch, as a server without resource versions would.
 */
export function applyWrite(
  objects: ModelObjects,
  write: ObjectWrite,
  { checksVersions = true } = {},
): ModelObjects | undefined {
  const stored = objects[write.object];
  if (write.kind === 'create') {
    if (stored) return undefined;
    return { ...objects, [write.object]: touch(write.body as Stored, 1) };
  }
  if (!stored) return undefined;
  const next = structuredClone(stored);
  const version = stored.metadata.resourceVersion;
  for (const operation of write.operations) {
    const isVersion = operation.path === '/metadata/resourceVersion';
    if (isVersion) {
      const value = 'value' in operation ? operation.value : undefined;
      if (checksVersions && value !== version) return undefined;
      continue;
    }
    const keys = operation.path
      .split('/')
      .slice(1)
      .map(key => key.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = keys.pop() ?? '';
    let parent: Record<string, unknown> = next;
    for (const key of keys) parent = parent[key] as Record<string, unknown>;
    if (operation.op === 'remove') delete parent[last];
    else parent[last] = operation.value;
  }
  return {
    ...objects,
    [write.object]: touch(next, Number(version ?? 0) + 1),
  };
}

function touch(stored: Stored, version: number): Stored {
  return {
    ...stored,
    metadata: { ...stored.metadata, resourceVersion: String(version) },
  };
}

/**
 * Completes what was read with what the controllers of a cluster add. They are infinitely fast: all pods of a Deployment run
 * its current template and are ready.
 */
export function toSnapshot(read: ModelObjects): SlotsSnapshot {
  const deployments = DEPLOYMENTS.flatMap(slot => {
    const stored = read[slot] as Workload | undefined;
    return stored ? [{ slot, deployment: complete(stored) }] : [];
  });
  const replicaSets = deployments.map(({ deployment }) => {
    const hash = readHash(deployment);
    return {
      metadata: {
        name: `${deployment.metadata.name}-${hash}`,
        uid: `rs-${deployment.metadata.name}-${hash}`,
        labels: { 'pod-template-hash': hash },
        annotations: { 'deployment.kubernetes.io/revision': '1' },
        ownerReferences: [
          {
            kind: 'Deployment',
            name: deployment.metadata.name,
            uid: deployment.metadata.uid,
          },
        ],
      },
    };
  });
  const pods = deployments.flatMap(({ deployment }) => {
    const hash = readHash(deployment);
    const name = `${deployment.metadata.name}-${hash}`;
    return Array.from(
      { length: deployment.spec?.replicas ?? 1 },
      (_, index) => ({
        metadata: {
          name: `${name}-${index}`,
          uid: `${name}-${index}`,
          labels: {
            ...deployment.spec?.template?.metadata?.labels,
            'pod-template-hash': hash,
          },
          ownerReferences: [{ kind: 'ReplicaSet', name, uid: `rs-${name}` }],
        },
        spec: deployment.spec?.template?.spec ?? {},
        status: {
          phase: 'Running',
          conditions: [{ type: 'Ready', status: 'True' as const }],
        },
      }),
    );
  });
  const services = (['service', 'service-a', 'service-b'] as const).flatMap(
    object => (read[object] ? [read[object] as unknown as Service] : []),
  );
  return {
    ...(read as unknown as SlotsSnapshot),
    ...Object.fromEntries(
      deployments.map(({ slot, deployment }) => [slot, deployment]),
    ),
    pods,
    replicaSets,
    endpoints: services.map(({ metadata, spec }) => ({
      metadata: {
        name: metadata.name,
        uid: metadata.name,
        labels: { 'kubernetes.io/service-name': metadata.name },
      },
      endpoints: pods
        .filter(pod => matchesSelector(pod.metadata.labels, spec?.selector))
        .map(pod => ({
          conditions: { ready: true },
          targetRef: { kind: 'Pod', uid: pod.metadata.uid },
        })),
    })),
  };
}

/** Lists the Deployments whose pods users reach at the stable Service. */
export function listServed(objects: ModelObjects): string[] {
  const { pods, service } = toSnapshot(objects);
  const names = pods
    .filter(({ metadata }) =>
      matchesSelector(metadata.labels, service.spec?.selector),
    )
    .map(({ metadata }) => metadata.name.replace(/-[^-]+-\d+$/, ''));
  return [...new Set(names)].sort();
}

function complete(stored: Workload): Workload {
  const replicas = stored.spec?.replicas ?? 1;
  return {
    ...stored,
    kind: 'Deployment',
    metadata: {
      ...stored.metadata,
      uid: stored.metadata.uid ?? `uid-${stored.metadata.name}`,
      generation: 1,
      annotations: {
        ...stored.metadata.annotations,
        'deployment.kubernetes.io/revision': '1',
      },
    },
    status: {
      observedGeneration: 1,
      replicas,
      updatedReplicas: replicas,
      readyReplicas: replicas,
      availableReplicas: replicas,
    },
  };
}

/** The start of the image's digest. */
function readHash({ spec }: Workload): string {
  const [, digest = '000'] =
    spec?.template?.spec?.containers?.[0]?.image?.split('sha256:') ?? [];
  return digest.slice(0, 3);
}

/** Performs an effect alone, until it has nothing more to write. Returns the objects and the writes. */
export function perform(
  initial: ModelObjects,
  { context, effect }: { context: EffectContext; effect: SlotsEffect },
): { objects: ModelObjects; writes: ObjectWrite[] } {
  let objects = initial;
  const writes: ObjectWrite[] = [];
  for (;;) {
    const snapshot = toSnapshot(structuredClone(objects));
    const decision = decideEffect(snapshot, context, effect);
    if (decision.do !== 'write') return { objects, writes };
    writes.push(decision.write);
    const after = applyWrite(objects, decision.write);
    if (!after) throw new Error('Nobody else writes');
    objects = after;
  }
}
