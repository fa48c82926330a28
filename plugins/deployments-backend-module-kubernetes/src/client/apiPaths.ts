/** Kinds of workloads that can be observed, with where the API server keeps them. */
const COLLECTIONS = {
  Deployment: 'apis/apps/v1/namespaces/{namespace}/deployments',
  StatefulSet: 'apis/apps/v1/namespaces/{namespace}/statefulsets',
  Rollout: 'apis/argoproj.io/v1alpha1/namespaces/{namespace}/rollouts',
  ReplicaSet: 'apis/apps/v1/namespaces/{namespace}/replicasets',
  Pod: 'api/v1/namespaces/{namespace}/pods',
  Event: 'api/v1/namespaces/{namespace}/events',
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
