import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { writeFileAtomically } from './writeFileAtomically';
import {
  placeSlug,
  placeStateSchema,
  type PlaceKey,
  type PlaceState,
} from './serviceEnvironmentState';

export interface PlaceFiles {
  /** What is stored. A file that cannot be read is named, never taken for "nothing runs there". */
  readAll(): Promise<{
    states: PlaceState[];
    unreadable: Array<{ slug: string; file: string; reason: string }>;
  }>;
  write(state: PlaceState): Promise<void>;
  fileOf(key: PlaceKey): string;
}

/** One JSON file per place. They hold the environment variables of places, so only the owner may read them. */
export async function openPlaceFiles(dataDir: string): Promise<PlaceFiles> {
  const folder = path.join(dataDir, 'places');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const fileOf = (key: PlaceKey) => path.join(folder, `${placeSlug(key)}.json`);

  return {
    fileOf,
    async readAll() {
      const states: PlaceState[] = [];
      const unreadable: Array<{ slug: string; file: string; reason: string }> =
        [];
      for (const name of (await readdir(folder)).sort()) {
        if (!name.endsWith('.json')) continue;
        const file = path.join(folder, name);
        try {
          states.push(
            placeStateSchema.parse(JSON.parse(await readFile(file, 'utf8'))),
          );
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
      writeFileAtomically(fileOf(state), `${JSON.stringify(state, null, 2)}\n`),
  };
}
