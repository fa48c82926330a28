import { join } from 'node:path';
import { ADDRESSES, ClusterDescription, NODE_NAME } from './clusterDescription';
import { locateSettings } from './writeSettings';

/** Programs of a cluster, in the order of their start. */
export type ComponentName =
  | 'etcd'
  | 'registry'
  | 'containerd'
  | 'apiserver'
  | 'controllers'
  | 'scheduler'
  | 'kubelet'
  | 'proxy';

/** How to start a program of a cluster. */
export interface Component {
  command: string;
  args: string[];
}

/** Lists the programs of a cluster with their command lines. */
export function listComponents({
  folder,
  programs,
}: Pick<ClusterDescription, 'folder' | 'programs'>): Record<
  ComponentName,
  Component
> {
  const settings = locateSettings(folder);
  const credential = (name: string) => join(folder, 'credentials', name);
  const admin = credential('admin.kubeconfig');
  const asAdmin = [
    `--kubeconfig=${admin}`,
    `--authentication-kubeconfig=${admin}`,
    `--authorization-kubeconfig=${admin}`,
    '--leader-elect=false',
  ];
  return {
    etcd: {
      command: 'etcd',
      args: [
        `--data-dir=${join(folder, 'etcd/data')}`,
        `--listen-client-urls=${ADDRESSES.etcd}`,
        `--advertise-client-urls=${ADDRESSES.etcd}`,
      ],
    },
    registry: {
      command: 'docker-registry',
      args: ['serve', settings.registry],
    },
    containerd: {
      command: 'containerd',
      args: ['--config', settings.containerd],
    },
    apiserver: {
      command: join(programs, 'kube-apiserver'),
      args: [
        `--etcd-servers=${ADDRESSES.etcd}`,
        '--bind-address=127.0.0.1',
        '--secure-port=6443',
        `--advertise-address=${ADDRESSES.node}`,
        `--client-ca-file=${credential('ca.crt')}`,
        `--tls-cert-file=${credential('apiserver.crt')}`,
        `--tls-private-key-file=${credential('apiserver.key')}`,
        `--service-account-key-file=${credential('service-accounts.pub')}`,
        `--service-account-signing-key-file=${credential(
          'service-accounts.key',
        )}`,
        '--service-account-issuer=https://kubernetes.default.svc',
        '--authorization-mode=Node,RBAC',
        `--service-cluster-ip-range=${ADDRESSES.services}`,
        '--allow-privileged=true',
        `--kubelet-client-certificate=${credential('admin.crt')}`,
        `--kubelet-client-key=${credential('admin.key')}`,
        '--kubelet-preferred-address-types=InternalIP',
      ],
    },
    controllers: {
      command: join(programs, 'kube-controller-manager'),
      args: [
        ...asAdmin,
        `--service-account-private-key-file=${credential(
          'service-accounts.key',
        )}`,
        `--root-ca-file=${credential('ca.crt')}`,
        '--use-service-account-credentials=true',
      ],
    },
    scheduler: {
      command: join(programs, 'kube-scheduler'),
      args: asAdmin,
    },
    kubelet: {
      command: join(programs, 'kubelet'),
      args: [
        `--kubeconfig=${credential('node.kubeconfig')}`,
        `--config=${settings.kubelet}`,
        `--root-dir=${join(folder, 'kubelet')}`,
        `--hostname-override=${NODE_NAME}`,
        `--node-ip=${ADDRESSES.node}`,
        '--container-runtime=remote',
        `--container-runtime-endpoint=unix://${settings.containerdSocket}`,
        `--pod-infra-container-image=${settings.pauseImage}`,
      ],
    },
    proxy: {
      command: join(programs, 'kube-proxy'),
      args: [`--config=${settings.proxy}`],
    },
  };
}
