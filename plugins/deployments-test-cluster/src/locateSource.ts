import { join } from 'node:path';

/** Finds a file among the sources of this package, which is never published or bundled. */
export function locateSource(...path: string[]): string {
  // eslint-disable-next-line no-restricted-syntax
  return join(__dirname, ...path);
}
