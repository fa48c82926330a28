/* eslint-disable jest/no-export, jest/valid-title, jest/valid-describe-callback, jest/no-disabled-tests, jest/expect-expect -- defines suites for other packages */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Debian's name of the registry, as a package and as a program. */
export const REGISTRY_PROGRAM = 'docker-registry';

function isInstalled(): boolean {
  return (process.env.PATH ?? '')
    .split(':')
    .some(
      folder => folder !== '' && existsSync(join(folder, REGISTRY_PROGRAM)),
    );
}

/**
 * Describes tests that start a real registry by `startRegistry`. They need Debian's package `docker-registry`, but neither
 * root nor a cluster. Without it they are skipped; CI, which has it, counts skipped tests of `npm run test:cluster` as failed.
 *
 * @param name - As for jest's `describe`.
 */
export function describeWithRegistry(name: string, suite: () => void): void {
  if (isInstalled()) {
    describe(name, suite);
  } else {
    describe.skip(name, () => {
      it(`needs a registry: apt-get install ${REGISTRY_PROGRAM}`, () => {});
    });
  }
}
