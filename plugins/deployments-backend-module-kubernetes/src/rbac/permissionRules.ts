import type { WorkloadSettings } from '../config/workloadSettings';

/** A permission that the target needs in a namespace, as a role of Kubernetes says it. */
export interface PermissionRule {
  apiGroup: string;
  /** With a subresource, e.g. `pods/log`. */
  resource: string;
  verbs: string[];
  /** What it is for, as a phrase. */
  reason: string;
  /** Whether the target works without it, only with fewer details. */
  isOptional: boolean;
}

const SHARED: PermissionRule[] = [
  {
    apiGroup: '',
    resource: 'pods',
    verbs: ['list'],
    reason: 'see what runs, and why pods do not start',
    isOptional: false,
  },
  {
    apiGroup: '',
    resource: 'events',
    verbs: ['list'],
    reason: 'explain failing probes, volumes and image pulls',
    isOptional: true,
  },
  {
    apiGroup: '',
    resource: 'pods/log',
    verbs: ['get'],
    reason: 'show the end of the log of a pod that crashes',
    isOptional: true,
  },
];

/** Lists what the target needs to read what runs, of a kind of workload. */
export function listObservationRules(
  kind: WorkloadSettings['kind'],
): PermissionRule[] {
  return [
    {
      apiGroup: kind === 'Rollout' ? 'argoproj.io' : 'apps',
      resource: `${kind.toLowerCase()}s`,
      verbs: ['get', 'list'],
      reason: 'see what runs',
      isOptional: false,
    },
    ...SHARED,
  ];
}

/** Lists what the target needs for a kind of workload: only Deployments can be changed. */
export function listPermissionRules(
  kind: WorkloadSettings['kind'],
): PermissionRule[] {
  switch (kind) {
    case 'Deployment':
      return [
        {
          apiGroup: 'apps',
          resource: 'deployments',
          verbs: ['get', 'list', 'patch'],
          reason: 'deploy: change the image of a Deployment',
          isOptional: false,
        },
        {
          apiGroup: 'apps',
          resource: 'replicasets',
          verbs: ['list'],
          reason: 'tell the pods of the new version from the others',
          isOptional: false,
        },
        ...SHARED,
        {
          apiGroup: 'autoscaling',
          resource: 'horizontalpodautoscalers',
          verbs: ['list'],
          reason:
            'warn before a service is removed that is scaled automatically',
          isOptional: true,
        },
      ];
    case 'StatefulSet':
    case 'Rollout':
      return listObservationRules(kind);
    default: {
      const unknown: never = kind;
      throw new Error(`Unknown kind ${unknown}`);
    }
  }
}
