/* eslint-disable jest/no-export, jest/valid-title, jest/valid-describe-callback, jest/no-disabled-tests, jest/expect-expect -- defines suites for other packages */
import { explainMissingMonitoring } from './monitoringProgram';

/**
 * Describes tests that need the programs `prometheus` and `prometheus-alertmanager`. Without them they are skipped.
 *
 * @param name - As for jest's `describe`.
 * @param suite - Defines the tests.
 */
export function describeWithPrometheus(name: string, suite: () => void): void {
  const missing = explainMissingMonitoring();
  if (missing) {
    describe.skip(`${name} (${missing})`, () => {
      it('needs Prometheus', () => {});
    });
  } else {
    describe(name, suite);
  }
}
