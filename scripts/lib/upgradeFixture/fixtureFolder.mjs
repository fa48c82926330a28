import { join } from 'node:path';
import { root } from '../paths.mjs';

/** The folder of fixtures that upgrade.test.ts reads. */
export const FIXTURES = join(
  root,
  'plugins/deployments-backend/src/upgrade/__fixtures__',
);
