import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type {
  DiscoveredWorkload,
  MissingPrerequisite,
  ServiceEnvironment,
} from '@slipway/backstage-plugin-deployments-node';
import { formatCollectionPath } from '../client/apiPaths';
import type { KubernetesClient } from '../client/kubernetesClient';
import { getRejectedStatus } from '../client/kubernetesError';
import type { Workload } from '../client/kubernetesObjects';
import {
  readWorkloadSettings,
  type WorkloadSettings,
} from '../config/workloadSettings';
import { findMissingRules } from '../rbac/findMissingRules';
import { renderRules } from '../rbac/renderRole';
import {
  findMissingConsent,
  formatConsentCommand,
} from '../rollout/checkConsent';
import { findManager } from '../rollout/findManager';
import type { ClusterPool } from './clusterPool';
import { observeWorkload } from './observeWorkloads';
import { WorkloadClient } from './workloadClient';
import { toEffectError } from './toEffectError';

const KINDS = ['Deployment', 'StatefulSet', 'Rollout'] as const;
/** More than these in one namespace are not one service. */
const MOST_FOUND = 10;

/**
 * Finds the workloads that could be a service: by the label or the selector that Backstage's Kubernetes plugin uses, else by
 * name. Changes nothing.
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
      const own: WorkloadSettings = {
        ...settings,
        kind,
        workload: workload.metadata.name,
      };
      return {
        title: `${kind} ${own.workload} in namespace ${own.namespace} of ${client.cluster}`,
        settings: {
          ...request.settings,
          // A service's own name is the default.
          ...(own.workload === settings.workload
            ? {}
            : { workload: own.workload }),
          ...(kind === 'Deployment' ? {} : { kind }),
        },
        reason,
        observation: await observeWorkload(
          new WorkloadClient(client, own, signal),
        ),
        missing: [
          ...listMissing(workload, own, service, environment.name),
          ...(missingRules.get(kind) ?? []),
        ],
      };
    }),
  );
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
  const list = async (query: {
    labelSelector?: string;
    fieldSelector?: string;
  }) => {
    const lists = await Promise.all(
      KINDS.map(kind =>
        listKind(client, settings.namespace, kind, query, signal),
      ),
    );
    return KINDS.flatMap((kind, index) =>
      (lists[index] ?? []).map(workload => ({ kind, workload })),
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

function listMissing(
  { metadata }: Workload,
  settings: WorkloadSettings,
  service: string,
  environment: string,
): MissingPrerequisite[] {
  if (settings.kind !== 'Deployment') {
    return [
      {
        code: 'other',
        message: `Slipway can show what runs in a ${settings.kind}, but it can't deploy to one yet.`,
      },
    ];
  }
  const consent = {
    service,
    environment,
    namespace: settings.namespace,
    workload: settings.workload,
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
            message: `It is managed by ${manager.name}, which would put back what Slipway changes. Let the tool ignore the image and set allowManaged, or deploy through its Git repository.`,
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
