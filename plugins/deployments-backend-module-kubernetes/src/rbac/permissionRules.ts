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

/** Lists what the target needs to read what runs. */
export function listObservationRules(mode: DeploymentMode): PermissionRule[] {
  const { kind } = mode;
  return [
    {
      apiGroup: kind === 'Rollout' ? 'argoproj.io' : 'apps',
      resource: `${kind.toLowerCase()}s`,
      verbs: ['get', 'list'],
      reason: 'see what runs',
      isOptional: false,
    },
    ...listTrafficRules(mode),
    ...SHARED,
  ];
}

/** How a workload is deployed. */
export type DeploymentMode = Pick<WorkloadSettings, 'kind'> &
  Partial<Pick<WorkloadSettings, 'mode' | 'route'>>;

/** Lists what mode `slots` needs to see which slot has the traffic. */
function listTrafficRules({ mode, route }: DeploymentMode): PermissionRule[] {
  if (mode !== 'slots') return [];
  return [
    {
      apiGroup: '',
      resource: 'services',
      verbs: ['get', 'list'],
      reason: 'see which slot has the traffic',
      isOptional: false,
    },
    ...(route
      ? [
          {
            apiGroup: 'gateway.networking.k8s.io',
            resource: 'httproutes',
            verbs: ['get', 'list'],
            reason: 'see how a route splits the traffic',
            isOptional: false,
          },
        ]
      : []),
  ];
}

/** Lists what mode `slots` needs to create slots and to move the traffic. */
function listSlotRules({ mode, route }: DeploymentMode): PermissionRule[] {
  if (mode !== 'slots') return [];
  return [
    {
      apiGroup: 'apps',
      resource: 'deployments',
      verbs: ['create'],
      reason: 'create the Deployments of the slots',
      isOptional: false,
    },
    {
      apiGroup: '',
      resource: 'services',
      verbs: ['create', 'patch'],
      reason: 'create the Services of the slots, and switch the stable one',
      isOptional: false,
    },
    {
      apiGroup: '',
      resource: 'configmaps',
      verbs: ['get', 'create', 'patch'],
      reason: 'remember what was deployed, and who owns the slots',
      isOptional: false,
    },
    {
      apiGroup: 'discovery.k8s.io',
      resource: 'endpointslices',
      verbs: ['list'],
      reason: 'see when the network has followed a switch',
      isOptional: false,
    },
    ...(route
      ? [
          {
            apiGroup: 'gateway.networking.k8s.io',
            resource: 'httproutes',
            verbs: ['patch'],
            reason: 'split the traffic of a route',
            isOptional: false,
          },
        ]
      : []),
  ];
}

/** Lists what the target needs to deploy: only Deployments can be changed. */
export function listPermissionRules(mode: DeploymentMode): PermissionRule[] {
  const { kind } = mode;
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
        ...listTrafficRules(mode),
        ...listSlotRules(mode),
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
      return listObservationRules(mode);
    default: {
      const unknown: never = kind;
      throw new Error(`Unknown kind ${unknown}`);
    }
  }
}
