/* eslint-disable jest/no-export, jest/valid-title, jest/valid-describe-callback, jest/no-disabled-tests, jest/expect-expect -- defines suites for other packages */
import { Cluster } from './cluster';
import { readCluster } from './readCluster';

/**
 * Describes tests that need a real cluster. Without one they are skipped; `npm test` says so at its end.
 *
 * @param name - As for jest's `describe`.
 * @param suite - Defines the tests, on the cluster.
 */
export function describeWithCluster(
  name: string,
  suite: (cluster: Cluster) => void,
): void {
  const cluster = readCluster();
  if (cluster) {
    describe(name, () => suite(cluster));
  } else {
    describe.skip(name, () => {
      it('needs the test cluster', () => {});
    });
  }
}
