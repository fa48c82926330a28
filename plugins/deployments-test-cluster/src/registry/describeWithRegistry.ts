import { describeWithPrograms } from '../build/describeWithPrograms';

/** Debian's name of the registry, as a package and as a program. */
export const REGISTRY_PROGRAM = 'docker-registry';

/**
 * Describes tests that start a real registry by `startRegistry`. They need Debian's package `docker-registry`, but neither
 * root nor a cluster. Without it they are skipped; CI, which has it, counts skipped tests of `npm run test:cluster` as failed.
 *
 * @param name - As for jest's `describe`.
 * @param suite - Defines the tests.
 */
export function describeWithRegistry(name: string, suite: () => void): void {
  describeWithPrograms([REGISTRY_PROGRAM], name, suite);
}
