import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface SystemPackage {
  name: string;
  /** A file that shows that it is installed, from this package or another; a bare name is a program. */
  provides: string;
}

/** Debian packages that a cluster and the other real systems of tests need to run. */
export const RUNTIME_PACKAGES: SystemPackage[] = [
  { name: 'ansible-core', provides: 'ansible-playbook' },
  { name: 'conntrack', provides: 'conntrack' },
  { name: 'containerd', provides: 'containerd' },
  { name: 'containernetworking-plugins', provides: '/usr/lib/cni/bridge' },
  { name: 'docker-registry', provides: 'docker-registry' },
  { name: 'etcd-server', provides: 'etcd' },
  { name: 'haproxy', provides: 'haproxy' },
  { name: 'iproute2', provides: 'ip' },
  { name: 'iptables', provides: 'iptables' },
  { name: 'kubernetes-client', provides: 'kubectl' },
  { name: 'prometheus', provides: 'prometheus' },
  { name: 'prometheus-alertmanager', provides: 'prometheus-alertmanager' },
  { name: 'runc', provides: 'runc' },
  { name: 'skopeo', provides: 'skopeo' },
  { name: 'socat', provides: 'socat' },
];

/** Debian packages that the build needs as well. */
export const BUILD_PACKAGES: SystemPackage[] = [
  { name: 'dpkg-dev', provides: 'dpkg-source' },
  { name: 'gcc', provides: 'gcc' },
  {
    name: 'golang-github-modern-go-reflect2-dev',
    provides: '/usr/share/gocode/src/github.com/modern-go/reflect2',
  },
  { name: 'golang-go', provides: 'go' },
  { name: 'libc6-dev', provides: '/usr/include/stdio.h' },
  { name: 'make', provides: 'make' },
  { name: 'rsync', provides: 'rsync' },
];

function isInstalled({ provides }: SystemPackage): boolean {
  if (provides.startsWith('/')) return existsSync(provides);
  const folders = [
    ...(process.env.PATH ?? '').split(':'),
    '/usr/sbin',
    '/sbin',
  ].filter(folder => folder !== '');
  return folders.some(folder => existsSync(join(folder, provides)));
}

/** Lists the packages whose files are missing on this machine. */
export function listMissingPackages(packages: SystemPackage[]): string[] {
  return packages.filter(item => !isInstalled(item)).map(item => item.name);
}

/** The file with which Debian decides whether the installation of a package starts its service. */
const SERVICE_POLICY = '/usr/sbin/policy-rc.d';

/**
 * Installs Debian packages. It removes none that are installed, and starts no service.
 *
 * @throws With apt's own messages if one cannot be installed.
 */
export function installPackages(names: string[]): void {
  if (names.length === 0) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args: string[]) =>
    execFileSync('apt-get', ['-qq', ...args], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  const hasPolicy = existsSync(SERVICE_POLICY);
  if (!hasPolicy) {
    writeFileSync(SERVICE_POLICY, '#!/bin/sh\nexit 101\n');
    chmodSync(SERVICE_POLICY, 0o755);
  }
  try {
    apt('update');
    apt('install', '--yes', '--no-remove', '--no-install-recommends', ...names);
  } finally {
    if (!hasPolicy) rmSync(SERVICE_POLICY, { force: true });
  }
}
