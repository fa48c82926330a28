/**
 * For `node --import`: checks the version of Node and installs the dependencies, for scripts that import some of them.
 */
import { ensureInstalled } from './lib/install.mjs';
import { requireSupportedNode } from './lib/nodeVersion.mjs';

requireSupportedNode();
ensureInstalled();
