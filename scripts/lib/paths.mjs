import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root folder of the repository. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The Yarn release in this repository: `npm start` and `npm test` need only Node and npm. */
export const yarnPath = join(root, '.yarn/releases/yarn-4.13.0.cjs');

/** Backstage's CLI, once the dependencies are installed. */
export const backstageCli = join(
  root,
  'node_modules/@backstage/cli/bin/backstage-cli',
);
