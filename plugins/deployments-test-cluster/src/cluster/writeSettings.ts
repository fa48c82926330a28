import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ADDRESSES, NODE_NAME } from './clusterDescription';

/** Paths of a cluster's settings files. */
export function locateSettings(folder: string) {
  const file = (name: string) => join(folder, 'settings', name);
  return {
    network: file('cni'),
    containerd: file('containerd.toml'),
    registry: file('registry.yaml'),
    kubelet: file('kubelet.yaml'),
    proxy: file('kube-proxy.yaml'),
    resolv: file('resolv.conf'),
    pauseImage: `${ADDRESSES.registry}/pause:3.2`,
    containerdSocket: join(folder, 'containerd/containerd.sock'),
  };
}

function buildContainerdSettings(folder: string): string {
  const settings = locateSettings(folder);
  const cri = 'plugins."io.containerd.grpc.v1.cri"';
  return `version = 2
root = "${folder}/containerd/root"
state = "${folder}/containerd/state"
[grpc]
  address = "${settings.containerdSocket}"
[plugins."io.containerd.internal.v1.opt"]
  path = "${folder}/containerd/opt"
[${cri}]
  sandbox_image = "${settings.pauseImage}"
  # A profile would stay in the machine's kernel.
  disable_apparmor = true
  # runc may not lower the score below its own: without this no container starts.
  restrict_oom_score_adj = true
  [${cri}.cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${settings.network}"
  [${cri}.containerd]
    snapshotter = "overlayfs"
    default_runtime_name = "runc"
    [${cri}.containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
  [${cri}.registry.mirrors."${ADDRESSES.registry}"]
    endpoint = ["http://${ADDRESSES.registry}"]
`;
}

/**
 * Writes the settings of a cluster's programs into `settings` below its folder.
 *
 * @param id - Also the name of the cluster's control groups.
 */
export function writeSettings(folder: string, id: string): void {
  const settings = locateSettings(folder);
  mkdirSync(settings.network, { recursive: true });
  // JSON is also YAML.
  const writeJson = (file: string, value: unknown) =>
    writeFileSync(file, JSON.stringify(value, null, 2));

  writeFileSync(settings.containerd, buildContainerdSettings(folder));
  writeFileSync(settings.resolv, `nameserver ${ADDRESSES.node}\n`);
  writeJson(join(settings.network, '10-pods.conflist'), {
    cniVersion: '0.4.0',
    name: 'pods',
    plugins: [
      {
        type: 'bridge',
        bridge: ADDRESSES.podBridge,
        isGateway: true,
        hairpinMode: true,
        ipam: {
          type: 'host-local',
          subnet: ADDRESSES.pods,
          routes: [{ dst: '0.0.0.0/0' }],
        },
      },
    ],
  });
  writeJson(settings.registry, {
    version: '0.1',
    storage: {
      filesystem: { rootdirectory: join(folder, 'registry') },
      delete: { enabled: true },
    },
    http: { addr: ADDRESSES.registry },
    log: { level: 'warn' },
  });
  writeJson(settings.kubelet, {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address: ADDRESSES.node,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: join(folder, 'credentials/ca.crt') },
    },
    authorization: { mode: 'Webhook' },
    cgroupDriver: 'cgroupfs',
    cgroupRoot: `/${id}`,
    clusterDNS: ['10.0.0.10'],
    enforceNodeAllocatable: [],
    // The disk belongs to the whole machine, and so does its pressure.
    evictionHard: {
      'memory.available': '50Mi',
      'nodefs.available': '1%',
      'imagefs.available': '1%',
    },
    failSwapOn: false,
    imageGCHighThresholdPercent: 100,
    // How soon the node is ready depends on it.
    nodeStatusUpdateFrequency: '1s',
    readOnlyPort: 0,
    resolvConf: settings.resolv,
    volumePluginDir: join(folder, 'volume-plugins'),
  });
  writeJson(settings.proxy, {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    mode: 'iptables',
    clientConnection: {
      kubeconfig: join(folder, 'credentials/admin.kubeconfig'),
    },
    clusterCIDR: ADDRESSES.pods,
    hostnameOverride: NODE_NAME,
    // The limit belongs to the whole machine.
    conntrack: { maxPerCore: 0 },
    // Without it, pods on one bridge respond to each other directly, past the translation of addresses.
    iptables: { masqueradeAll: true },
  });
}
