import { basename, join } from 'node:path';

/** Addresses in the cluster's own network namespace: the same in every cluster, and none is visible outside. */
export const ADDRESSES = {
  api: 'https://127.0.0.1:6443',
  registry: '127.0.0.1:5000',
  etcd: 'http://127.0.0.1:2379',
  node: '192.0.2.1',
  /** Address of the Service `kubernetes` in `default`: the first of the range. */
  kubernetesService: '10.0.0.1',
  services: '10.0.0.0/16',
  pods: '10.88.0.0/24',
  podBridge: 'pods0',
} as const;

export const NODE_NAME = 'node1';

/** Everything that another process needs to use a running cluster; the content of the file `SLIPWAY_TEST_CLUSTER`. */
export interface ClusterDescription {
  /** Unique on the machine, e.g. `slipway-cluster-Xa3kPz`. */
  id: string;
  /** Everything that belongs to the cluster is below it. */
  folder: string;
  /** Folder of the compiled programs of Kubernetes. */
  programs: string;
  /** First process of the cluster's node. Its namespaces are the cluster's. */
  nodePid: number;
  /** URL of the API server, in the cluster's network namespace. */
  apiServer: string;
  /** Certificate file with which to verify the API server. */
  certificateAuthorityFile: string;
  /** Kubeconfig file of an administrator. */
  adminKubeconfig: string;
  /** Host and port of the image registry, in the cluster's network namespace and for its pods. It speaks plain HTTP. */
  registry: string;
}

/** Describes the cluster in a folder. */
export function describeCluster(
  folder: string,
  programs: string,
  nodePid: number,
): ClusterDescription {
  return {
    id: basename(folder),
    folder,
    programs,
    nodePid,
    apiServer: ADDRESSES.api,
    certificateAuthorityFile: join(folder, 'credentials/ca.crt'),
    adminKubeconfig: join(folder, 'credentials/admin.kubeconfig'),
    registry: ADDRESSES.registry,
  };
}
