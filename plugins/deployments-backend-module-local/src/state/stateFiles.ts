import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ServiceEnvironmentRef } from '@slipway/backstage-plugin-deployments-node';
import { writeFileAtomically } from './writeFileAtomically';
import { parseState } from './parseState';
import {
  buildSlug,
  type ServiceEnvironmentState,
} from './serviceEnvironmentState';

/** The stored state of all service environments. */
export interface StateFiles {
  /** Reads all files. A file that cannot be read is reported; it must not be mistaken for "nothing is running". */
  readAll(): Promise<{
    states: ServiceEnvironmentState[];
    unreadable: Array<{ slug: string; file: string; reason: string }>;
  }>;
  /** Replaces the state of a service environment. Durable when it resolves. */
  write(state: ServiceEnvironmentState): Promise<void>;
  getPath(ref: ServiceEnvironmentRef): string;
}

/**
 * Opens the folder `places`, which has one JSON file per service environment. Only its owner may read it, because the
 * files contain environment variables.
 */
export async function openStateFiles(dataDir: string): Promise<StateFiles> {
  const folder = path.join(dataDir, 'places');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const getPath = (ref: ServiceEnvironmentRef) =>
    path.join(folder, `${buildSlug(ref)}.json`);

  return {
    getPath,
    async readAll() {
      const states: ServiceEnvironmentState[] = [];
      const unreadable: Array<{ slug: string; file: string; reason: string }> =
        [];
      for (const name of (await readdir(folder)).sort()) {
        if (!name.endsWith('.json')) continue;
        const file = path.join(folder, name);
        try {
          states.push(parseState(JSON.parse(await readFile(file, 'utf8'))));
        } catch (error) {
          unreadable.push({
            slug: name.slice(0, -'.json'.length),
            file,
            reason: error instanceof Error ? error.message : String(error),
          });
        }
      }
      return { states, unreadable };
    },
    write: state =>
      writeFileAtomically(
        getPath(state),
        `${JSON.stringify(state, null, 2)}\n`,
      ),
  };
}
