import type { ObjectMeta } from '../client/kubernetesObjects';

/** Another tool that manages a workload. */
export interface WorkloadManager {
  /** e.g. `Argo CD application checkout`. */
  name: string;
  /** Whether it puts back what others change, sooner or later by itself. */
  reverts: boolean;
}

/** Finds the tool that manages a workload, by the marks that it leaves; `undefined` if there is none. */
export function findManager(metadata: ObjectMeta): WorkloadManager | undefined {
  const { labels = {}, annotations = {} } = metadata;

  // application:group/kind:namespace/name
  const tracking = annotations['argocd.argoproj.io/tracking-id']?.split(':')[0];
  const argoApplication =
    tracking ??
    labels['argocd.argoproj.io/instance'] ??
    // Its default label is also used by Helm, so it only counts where Argo CD has written.
    (hasWritten(metadata, 'argocd-')
      ? labels['app.kubernetes.io/instance'] ?? ''
      : undefined);
  if (argoApplication !== undefined) {
    return {
      name: `Argo CD${
        argoApplication ? ` application ${argoApplication}` : ''
      }`,
      reverts: true,
    };
  }
  for (const [prefix, kind] of [
    ['kustomize.toolkit.fluxcd.io', 'Flux Kustomization'],
    ['helm.toolkit.fluxcd.io', 'Flux HelmRelease'],
  ]) {
    const name = labels[`${prefix}/name`];
    if (name) {
      const namespace = labels[`${prefix}/namespace`];
      return {
        name: `${kind} ${namespace ? `${namespace}/` : ''}${name}`,
        reverts: true,
      };
    }
  }
  const release = annotations['meta.helm.sh/release-name'];
  return release
    ? { name: `Helm release ${release}`, reverts: false }
    : undefined;
}

function hasWritten({ managedFields }: ObjectMeta, prefix: string): boolean {
  return (managedFields ?? []).some(({ manager }) =>
    manager?.startsWith(prefix),
  );
}
