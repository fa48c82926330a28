import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  EffectError,
  FencedError,
  type ServiceEnvironment,
} from '@slipway/backstage-plugin-deployments-node';
import { z } from 'zod';
import { replaceFile } from '../command/runFiles';

const versionSchema = z.object({
  name: z.string(),
  artifact: z.string(),
  commit: z.string().optional(),
});

const recordSchema = z.object({
  /** The highest fence so far. */
  fence: z.number(),
  /** The last deployment that applied a version. */
  last: z
    .object({
      deploymentId: z.string(),
      run: z.string(),
      version: versionSchema,
      /** What took traffic before; absent if nothing did, or if that is not known. */
      previous: versionSchema.optional(),
      /** Whether nothing is known to have run before, so that a rollback may remove the service. */
      wasEmpty: z.boolean().optional(),
    })
    .optional(),
});

/** What this machine knows about a service environment. */
export type EnvironmentRecord = z.infer<typeof recordSchema>;

/** Records of service environments, in a folder. */
export interface EnvironmentRecords {
  /**
   * Runs one effect at a time for a service environment, with its record, which is stored if the effect returns another one.
   *
   * @throws FencedError if the fence is lower than the highest so far.
   */
  update<T>(
    at: ServiceEnvironment & { fence: number },
    effect: (
      record: EnvironmentRecord,
      store: (record: EnvironmentRecord) => Promise<void>,
    ) => Promise<T>,
  ): Promise<T>;
}

export function createEnvironmentRecords(dataDir: string): EnvironmentRecords {
  const root = join(dataDir, 'environments');
  const queues = new Map<string, Promise<unknown>>();

  async function read(file: string): Promise<EnvironmentRecord> {
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        return { fence: 0 };
      }
      throw error;
    }
    try {
      return recordSchema.parse(JSON.parse(text));
    } catch (cause) {
      throw new EffectError(
        `The record ${file} of what was deployed last is damaged. Nothing was changed. Check that no deployment of the service is still running, and delete the file. Then try again.`,
        { code: 'damaged_record', retryable: false, cause },
      );
    }
  }

  return {
    update(at, effect) {
      const id = createHash('sha256')
        .update(JSON.stringify([at.service, at.environment.name]))
        .digest('hex')
        .slice(0, 32);
      const file = join(root, `${id}.json`);
      const run = async () => {
        const record = await read(file);
        if (at.fence < record.fence) {
          throw new FencedError(record.fence, at.fence);
        }
        const store = async (changed: EnvironmentRecord) => {
          await mkdir(root, { recursive: true, mode: 0o700 });
          await replaceFile(file, JSON.stringify(changed));
        };
        if (at.fence > record.fence) {
          record.fence = at.fence;
          await store(record);
        }
        return effect(record, store);
      };
      const result = (queues.get(id) ?? Promise.resolve()).then(run, run);
      const settled = result.catch(() => {});
      queues.set(id, settled);
      // Without this, the map would grow with every service.
      settled.then(() => {
        if (queues.get(id) === settled) queues.delete(id);
      });
      return result;
    },
  };
}
