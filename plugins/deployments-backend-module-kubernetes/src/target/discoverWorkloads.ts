import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type {
  DiscoveredWorkload,
  MissingPrerequisite,
  Observation,
  ServiceEnvironment,
} from '@slipway/backstage-plugin-deployments-node';
import { formatCollectionPath } from '../client/apiPaths';
import type { KubernetesClient } from '../client/kubernetesClient';
import { getRejectedStatus } from '../client/kubernetesError';
import type { ObjectMeta, Workload } from '../client/kubernetesObjects';
import {
  readWorkloadSettings,
  type WorkloadSettings,
} from '../config/workloadSettings';
import { findMissingRules } from '../rbac/findMissingRules';
import { renderRules } from '../rbac/renderRole';
import {
  findMissingConsent,
  formatConsentCommand,
  type ConsentRequest,
} from '../rollout/checkConsent';
import { findManager } from '../rollout/findManager';
import { SLOT } from '../slots/slotObjects';
import type { ClusterPool } from './clusterPool';
import { observeWorkload } from './observeWorkloads';
import { toSlotsObservation } from './slots/observeSlots';
import { SlotsClient } from './slots/slotsClient';
import { WorkloadClient } from './workloadClient';
import { toEffectError } from './toEffectError';

const KINDS = ['Deployment', 'StatefulSet', 'Rollout'] as const;
/** What Slipway changes of an object. */
const IGNORED = {
  Deployment: 'the image',
  Service: 'the selector',
  HTTPRoute: 'the backends',
};
/** More than these in one namespace are not one service. */
const MOST_FOUND = 10;

/**
 * Finds the workloads that could be a service: by the label or the selector that Backstage's Kubernetes plugin uses, else by
 * name. In mode `slots`, the slots of a workload are a part of it. Changes nothing.
 */
export async function discoverWorkloads(
  pool: ClusterPool,
  request: Omit<ServiceEnvironment, 'service'> & {
    entity: Entity;
    signal: AbortSignal;
  },
): Promise<DiscoveredWorkload[]> {
  const { entity, signal, environment } = request;
  const service = stringifyEntityRef(entity);
  const settings = readWorkloadSettings({
    service,
    environment,
    // They contain what the entity's annotations may choose.
    settings: request.settings,
  });
  const client = pool.find(settings.cluster);
  const found = await findCandidates(client, settings, entity, signal);
  if (found.length === 0) return [];
  const missingRules = new Map<string, MissingPrerequisite[]>();
  for (const { kind } of found) {
    if (!missingRules.has(kind)) {
      missingRules.set(
        kind,
        await listMissingRules(client, { ...settings, kind }, signal),
      );
    }
  }
  return Promise.all(
    found.map(async ({ kind, workload, reason }) => {
      const named = {
        ...request.settings,
        // A service's own name is the default.
        ...(workload.metadata.name === settings.workload
          ? {}
          : { workload: workload.metadata.name }),
        ...(kind === 'Deployment' ? {} : { kind }),
      };
      const own = readWorkloadSettings({
        service,
        environment,
        settings: named,
      });
      const { observation, changed } = await inspect(
        client,
        own,
        workload,
        signal,
      );
      return {
        title: `${kind} ${own.workload} in namespace ${own.namespace} of ${client.cluster}`,
        settings: named,
        reason,
        observation,
        missing: [
          ...(kind === 'Deployment'
            ? changed.flatMap(object =>
                listMissing(object, own, service, environment.name),
              )
            : [explainKind(kind)]),
          ...(missingRules.get(kind) ?? []),
        ],
      };
    }),
  );
}

/** An object that a deployment changes. */
interface ChangedObject {
  kind: NonNullable<ConsentRequest['kind']>;
  metadata: ObjectMeta;
}

/** Reads what runs in a workload, or in its slots, and which objects of others a deployment changes. */
async function inspect(
  client: KubernetesClient,
  settings: WorkloadSettings,
  workload: Workload,
  signal: AbortSignal,
): Promise<{ observation: Observation; changed: ChangedObject[] }> {
  const deployment = {
    kind: 'Deployment' as const,
    metadata: workload.metadata,
  };
  if (settings.mode === 'rolling') {
    return {
      observation: await observeWorkload(
        new WorkloadClient(client, settings, signal),
      ),
      changed: [deployment],
    };
  }
  const at = Date.now();
  const slots = new SlotsClient(client, settings, signal);
  const observed = await slots.readObserved();
  const { service, route } = observed;
  return {
    observation: toSlotsObservation(at, slots, observed),
    changed: [
      deployment,
      { kind: 'Service', metadata: service.metadata },
      ...(route
        ? [{ kind: 'HTTPRoute' as const, metadata: route.metadata }]
        : []),
    ],
  };
}

interface Candidate {
  kind: WorkloadSettings['kind'];
  workload: Workload;
  reason: string;
}

async function findCandidates(
  client: KubernetesClient,
  settings: WorkloadSettings,
  entity: Entity,
  signal: AbortSignal,
): Promise<Candidate[]> {
  const annotations = entity.metadata.annotations ?? {};
  const ownSelector = annotations['backstage.io/kubernetes-label-selector'];
  const id = annotations['backstage.io/kubernetes-id'] ?? entity.metadata.name;
  const labelSelector = ownSelector ?? `backstage.io/kubernetes-id=${id}`;
  // Slots are Deployments.
  const kinds = settings.mode === 'slots' ? (['Deployment'] as const) : KINDS;
  const list = async (query: {
    labelSelector?: string;
    fieldSelector?: string;
  }) => {
    const lists = await Promise.all(
      kinds.map(kind =>
        listKind(client, settings.namespace, kind, query, signal),
      ),
    );
    return kinds.flatMap((kind, index) =>
      (lists[index] ?? [])
        .filter(workload => settings.mode !== 'slots' || !isSlot(workload))
        .map(workload => ({ kind, workload })),
    );
  };
  const labelled = await list({ labelSelector });
  if (labelled.length > 0) {
    return labelled.slice(0, MOST_FOUND).map(it => ({
      ...it,
      reason: ownSelector
        ? `matches the selector ${ownSelector}`
        : `has the label ${labelSelector}`,
    }));
  }
  const named = await list({
    fieldSelector: `metadata.name=${settings.workload}`,
  });
  return named.map(it => ({ ...it, reason: `is named ${settings.workload}` }));
}

/** Kinds that the cluster does not have, or that the credential may not list, are left out: others may still be found. */
async function listKind(
  client: KubernetesClient,
  namespace: string,
  kind: WorkloadSettings['kind'],
  query: { labelSelector?: string; fieldSelector?: string },
  signal: AbortSignal,
): Promise<Workload[]> {
  try {
    return await client.list<Workload>(formatCollectionPath(kind, namespace), {
      ...query,
      freshness: 'cached',
      mayBeForbidden: kind !== 'Deployment',
      signal,
    });
  } catch (error) {
    const status = getRejectedStatus(error);
    if (kind !== 'Deployment' && (status === 403 || status === 404)) return [];
    throw toEffectError(
      error,
      {
        cluster: client.cluster,
        namespace,
        verb: 'list',
        resource: `${kind.toLowerCase()}s`,
      },
      { notSent: true },
    );
  }
}

/** Whether it is a slot that Slipway has created, which is a part of another workload. */
function isSlot({ metadata }: Workload): boolean {
  return metadata.labels?.[SLOT] !== undefined;
}

function explainKind(kind: WorkloadSettings['kind']): MissingPrerequisite {
  return {
    code: 'other',
    message: `Slipway can show what runs in a ${kind}, but it can't deploy to one yet.`,
  };
}

function listMissing(
  { kind, metadata }: ChangedObject,
  settings: WorkloadSettings,
  service: string,
  environment: string,
): MissingPrerequisite[] {
  const consent = {
    service,
    environment,
    namespace: settings.namespace,
    kind,
    workload: metadata.name,
    requireConsent: settings.requireConsent,
  };
  const missingConsent = findMissingConsent(metadata, consent);
  const manager = findManager(metadata);
  return [
    ...(missingConsent
      ? [
          {
            code: 'consent_missing' as const,
            message: missingConsent,
            remedy: {
              language: 'sh' as const,
              text: formatConsentCommand(consent),
            },
          },
        ]
      : []),
    ...(manager?.reverts && !settings.allowManaged
      ? [
          {
            code: 'managed_elsewhere' as const,
            message: `${kind} ${metadata.name} is managed by ${manager.name}, which would revert what Slipway changes. Let the tool ignore ${IGNORED[kind]} and set allowManaged, or deploy through its Git repository.`,
          },
        ]
      : []),
  ];
}

async function listMissingRules(
  client: KubernetesClient,
  settings: WorkloadSettings,
  signal: AbortSignal,
): Promise<MissingPrerequisite[]> {
  const rules = await findMissingRules(client, settings, { signal });
  if (rules.length === 0) return [];
  return [
    {
      code: 'forbidden',
      message: `The credential of the cluster ${
        client.cluster
      } lacks permissions in namespace ${
        settings.namespace
      }. They are needed to: ${rules.map(({ reason }) => reason).join('; ')}.`,
      remedy: { language: 'yaml', text: renderRules(rules) },
    },
  ];
}
