import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { locateSource } from '../locateSource';

/** Version of Debian's source package; it contains Kubernetes 1.20.2 with everything that it needs to compile. */
export const KUBERNETES_PACKAGE = '1.20.5+really1.20.2-1.1+deb12u1';

/** The script that compiles the programs. */
export const RECIPE_FILE = locateSource('build/buildKubernetes.sh');

const PROGRAMS = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-proxy',
  'kube-scheduler',
  'kubelet',
  'pause',
];

/** Folder for what is built once on a machine: `SLIPWAY_CLUSTER_CACHE`, or `/var/cache/slipway`. */
export function locateCache(): string {
  return process.env.SLIPWAY_CLUSTER_CACHE || '/var/cache/slipway';
}

/** Folder of the compiled programs, by version and recipe, whether it exists or not. */
export function locatePrograms(): string {
  const version = KUBERNETES_PACKAGE.replace(/^.*really|-.*$/g, '');
  const recipe = createHash('sha256')
    .update(process.arch)
    .update('\0')
    .update(readFileSync(RECIPE_FILE))
    .digest('hex')
    .slice(0, 12);
  return join(locateCache(), 'kubernetes', `${version}-${recipe}`);
}

/** Finds the compiled programs of this version and recipe; `undefined` if they have not been built on this machine. */
export function findPrograms(): string | undefined {
  const folder = locatePrograms();
  return PROGRAMS.every(name => existsSync(join(folder, name)))
    ? folder
    : undefined;
}
