/**
 * Starts a Kubernetes cluster and runs a command with it, for the tests that need a real one:
 *
 *   node scripts/with-cluster.mjs [options] [--] <command> [arguments]
 *     --publish <port>   makes a port that the command listens on available outside, e.g. for a browser; repeatable
 *   node scripts/with-cluster.mjs --build    only installs and compiles what is missing
 *   node scripts/with-cluster.mjs --clean    removes what is left of clusters that were killed
 *
 * The command runs in the cluster's network namespace, with SLIPWAY_TEST_CLUSTER in its environment.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ensureInstalled } from './lib/install.mjs';
import { requireSupportedNode } from './lib/nodeVersion.mjs';
import { root } from './lib/paths.mjs';

const args = process.argv.slice(2);

/** Separates our options from the command, whose options are its own. */
function separateCommand(given) {
  let index = 0;
  while (index < given.length && given[index].startsWith('--')) {
    if (given[index] === '--') return given;
    index += given[index] === '--publish' ? 2 : 1;
  }
  return [...given.slice(0, index), '--', ...given.slice(index)];
}

const separated = separateCommand(args);
const hasCommand = separated.indexOf('--') < separated.length - 1;
if (!hasCommand && !args.includes('--build') && !args.includes('--clean')) {
  console.error(
    'Usage: node scripts/with-cluster.mjs [--publish <port>] [--] <command> [arguments]',
  );
  process.exit(1);
}
requireSupportedNode();
ensureInstalled();

const require = createRequire(import.meta.url);
require('@backstage/cli/config/nodeTransform.cjs');
const { runWithCluster } = require(join(
  root,
  'plugins/deployments-test-cluster/src/cli/runWithCluster.ts',
));
process.exit(await runWithCluster(separated));
