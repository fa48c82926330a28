import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from './paths.mjs';

/** Reads supply-chain.yaml, or the file that `SLIPWAY_SUPPLY_CHAIN` names. */
export function readPolicy() {
  const file =
    process.env.SLIPWAY_SUPPLY_CHAIN ?? join(root, 'supply-chain.yaml');
  return parse(readFileSync(file, 'utf8'));
}
