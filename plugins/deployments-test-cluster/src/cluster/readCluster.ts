import { readFileSync } from 'node:fs';
import { Cluster } from './cluster';

/**
 * Returns the cluster that `node scripts/with-cluster.mjs` started for this process; `undefined` without one.
 *
 * @throws If `SLIPWAY_TEST_CLUSTER` names a file that does not exist.
 */
export function readCluster(): Cluster | undefined {
  const file = process.env.SLIPWAY_TEST_CLUSTER;
  return file ? new Cluster(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}
