/** Kinds of objects, with where the API server keeps them. */
const COLLECTIONS = {
  Deployment: 'apis/apps/v1/namespaces/{namespace}/deployments',
  StatefulSet: 'apis/apps/v1/namespaces/{namespace}/statefulsets',
  Rollout: 'apis/argoproj.io/v1alpha1/namespaces/{namespace}/rollouts',
  ReplicaSet: 'apis/apps/v1/namespaces/{namespace}/replicasets',
  Pod: 'api/v1/namespaces/{namespace}/pods',
  Event: 'api/v1/namespaces/{namespace}/events',
  Service: 'api/v1/namespaces/{namespace}/services',
  ConfigMap: 'api/v1/namespaces/{namespace}/configmaps',
  EndpointSlice:
    'apis/discovery.k8s.io/v1/namespaces/{namespace}/endpointslices',
  // Clusters before Kubernetes 1.21 have no other version, and those after 1.24 don't have it.
  OldEndpointSlice:
    'apis/discovery.k8s.io/v1beta1/namespaces/{namespace}/endpointslices',
  HTTPRoute:
    'apis/gateway.networking.k8s.io/v1/namespaces/{namespace}/httproutes',
  // The first version that every supported cluster has.
  HorizontalPodAutoscaler:
    'apis/autoscaling/v1/namespaces/{namespace}/horizontalpodautoscalers',
} as const;

export type ApiKind = keyof typeof COLLECTIONS;

/** Returns the path of all objects of a kind in a namespace. */
export function formatCollectionPath(kind: ApiKind, namespace: string): string {
  return COLLECTIONS[kind].replace(
    '{namespace}',
    encodeURIComponent(namespace),
  );
}

/** Returns the path of an object. */
export function formatObjectPath(
  kind: ApiKind,
  namespace: string,
  name: string,
): string {
  return `${formatCollectionPath(kind, namespace)}/${encodeURIComponent(name)}`;
}
