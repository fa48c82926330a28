import { existsSync, readFileSync } from 'node:fs';
import { findPrograms } from './clusterCache';
import { listMissingPackages, RUNTIME_PACKAGES } from './systemPackages';

/** Why there is no test cluster here. Its message is one line that says what to do. */
export class ClusterUnavailableError extends Error {
  override name = 'ClusterUnavailableError';
}

/** Explains why this machine cannot run the test cluster at all; `undefined` if it can. */
export function explainUnsupportedMachine(): string | undefined {
  if (process.platform !== 'linux') {
    return `The test cluster runs on Debian 12 only, and this is ${process.platform}.`;
  }
  const release = existsSync('/etc/os-release')
    ? readFileSync('/etc/os-release', 'utf8')
    : '';
  if (!/^VERSION_CODENAME=bookworm$/m.test(release)) {
    const name =
      release.match(/^PRETTY_NAME="?([^"\n]*)/m)?.[1] ?? 'another Linux';
    return `The test cluster runs on Debian 12 only, and this is ${name}.`;
  }
  if (process.getuid?.() !== 0) {
    return 'The test cluster needs root: it creates network namespaces, mounts and control groups.';
  }
  return undefined;
}

/** Explains what has to be built or installed before a cluster can start; `undefined` if nothing. */
export function explainMissingParts(): string | undefined {
  if (!findPrograms()) {
    return 'Kubernetes has not been built on this machine yet. Build it once, in about 5 minutes: `node scripts/with-cluster.mjs --build`.';
  }
  const missing = listMissingPackages(RUNTIME_PACKAGES);
  return missing.length === 0
    ? undefined
    : `The test cluster needs these Debian packages: ${missing.join(
        ' ',
      )}. Install them: \`node scripts/with-cluster.mjs --build\`.`;
}
