import { join } from 'node:path';
import type { JsonObject } from '@backstage/types';
import type { BenchmarkService, Replica } from '../lib';
import { bundleReplica, createReplica, replicaConfig } from '../lib';
import { PERSONS } from './scenario';

/** The replicas of a run, and which of them answer. */
export interface Fleet {
  readonly replicas: readonly Replica[];
  /** Those that were seen to answer and were not harmed since. */
  ready(): Replica[];
  /** Starts it and waits until it answers. False: it did not. */
  bringUp(replica: Replica): Promise<boolean>;
  stopAll(): Promise<void>;
}

export interface FleetOptions {
  count: number;
  databaseUrl: string;
  /** What the names of databases begin with. */
  databasePrefix: string;
  services: BenchmarkService[];
  /** App-config beside that of every replica. */
  extra: JsonObject;
  worldUrl: string;
  directory: string;
}

export async function createFleet(options: FleetOptions): Promise<Fleet> {
  const { freePort } = await import('../../scripts/lib/ports.mjs');
  const entry = await bundleReplica(join(__dirname, 'replica.ts'));
  const replicas: Replica[] = [];
  const answering = new Set<Replica>();
  for (let n = 1; n <= options.count; n += 1) {
    const name = `replica-${n}`;
    const port = await freePort();
    replicas.push(
      createReplica({
        name,
        entry,
        port,
        directory: options.directory,
        config: replicaConfig({
          port,
          database: {
            client: 'pg',
            url: options.databaseUrl,
            prefix: options.databasePrefix,
          },
          services: options.services,
          persons: PERSONS,
          extra: options.extra,
        }),
        env: {
          CHAOS_WORLD_URL: options.worldUrl,
          // Connections of a replica can be told by it.
          PGAPPNAME: name,
          LOG_LEVEL: 'info',
        },
      }),
    );
  }
  return {
    replicas,
    ready: () =>
      replicas.filter(
        replica => replica.state === 'running' && answering.has(replica),
      ),
    async bringUp(replica) {
      answering.delete(replica);
      if (replica.state === 'stopped') {
        replica.start();
      }
      const isReady = await replica.untilReady();
      if (isReady) {
        answering.add(replica);
      }
      return isReady;
    },
    async stopAll() {
      await Promise.all(replicas.map(replica => replica.stop()));
    },
  };
}
