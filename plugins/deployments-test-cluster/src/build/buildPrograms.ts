import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  findPrograms,
  KUBERNETES_PACKAGE,
  locateCache,
  locatePrograms,
  RECIPE_FILE,
} from './clusterCache';
import {
  ClusterUnavailableError,
  explainUnsupportedMachine,
} from './requirements';
import {
  BUILD_PACKAGES,
  installPackages,
  listMissingPackages,
  RUNTIME_PACKAGES,
} from './systemPackages';

/**
 * Builds in a folder of its own and renames it at the end, so that the result is complete or absent. `flock` lets one build
 * run at a time; the others wait and find the result.
 */
const BUILD_ONCE = `
set -eu
recipe=$1 package=$2 result=$3
[ ! -d "$result" ] || exit 0
work=$result.partial
rm -rf "$work"
mkdir -p "$work"
trap 'rm -rf "$work"' EXIT
bash "$recipe" "$package" "$work" "$work/programs"
mv "$work/programs" "$result"
`;

function runLogged(
  command: string,
  args: string[],
  logFile: string,
): Promise<number | null> {
  const log = openSync(logFile, 'w');
  const child = spawn(command, args, { stdio: ['ignore', log, log] });
  closeSync(log);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
}

/**
 * Installs what a cluster needs and compiles Kubernetes, unless this machine has both. Takes about 5 minutes on two cores
 * the first time, and milliseconds after that.
 *
 * @param report - Receives one line before each part that takes time.
 * @returns The folder of the compiled programs.
 * @throws ClusterUnavailableError on a machine that cannot run the cluster; an error with the end of the log if the build
 *   fails.
 */
export async function buildPrograms(
  report: (line: string) => void,
): Promise<string> {
  const unsupported = explainUnsupportedMachine();
  if (unsupported) throw new ClusterUnavailableError(unsupported);

  const found = findPrograms();
  const missing = listMissingPackages(
    found ? RUNTIME_PACKAGES : [...RUNTIME_PACKAGES, ...BUILD_PACKAGES],
  );
  if (missing.length > 0) {
    report(`Installing Debian packages: ${missing.join(' ')}`);
    installPackages(missing);
  }
  if (found) return found;

  const result = locatePrograms();
  const cache = locateCache();
  mkdirSync(dirname(result), { recursive: true });
  const logFile = join(cache, 'build.log');
  report(
    `Building Kubernetes once for this machine, in about 5 minutes. Log: ${logFile}`,
  );
  const startedAt = Date.now();
  const code = await runLogged(
    'flock',
    [
      join(cache, 'build.lock'),
      ...['bash', '-c', BUILD_ONCE, 'build'],
      ...[RECIPE_FILE, KUBERNETES_PACKAGE, result],
    ],
    logFile,
  );
  const programs = findPrograms();
  if (code !== 0 || !programs) {
    const end = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-15);
    throw new Error(
      `Building Kubernetes failed. The end of ${logFile}:\n${end.join('\n')}`,
    );
  }
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  report(`Built Kubernetes in ${seconds} s: ${programs}`);
  return programs;
}
