import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's top folder. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The carried Yarn: `npm start` and `npm test` ask for nothing but Node and npm. */
export const yarnPath = join(root, '.yarn/releases/yarn-4.13.0.cjs');

/** Backstage's CLI; there only once the dependencies are installed. */
export const backstageCli = join(
  root,
  'node_modules/@backstage/cli/bin/backstage-cli',
);
