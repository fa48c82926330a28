/* eslint-disable jest/no-export, jest/valid-title, jest/valid-describe-callback, jest/no-disabled-tests, jest/expect-expect -- defines suites for other packages */
import { explainMissingPrograms } from './explainMissingPrograms';

/**
 * Describes tests that need programs on the PATH. Without them they are skipped, and the name says how to install them.
 *
 * @param name - As for jest's `describe`.
 * @param suite - Defines the tests.
 */
export function describeWithPrograms(
  programs: readonly string[],
  name: string,
  suite: () => void,
): void {
  const missing = explainMissingPrograms(programs);
  if (missing) {
    describe.skip(`${name} (${missing})`, () => {
      it(`needs ${programs.join(' and ')}`, () => {});
    });
  } else {
    describe(name, suite);
  }
}
