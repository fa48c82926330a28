import { join } from 'node:path';
import type { JsonObject } from '@backstage/types';
import type { BenchmarkService, Replica } from '../lib';
import { bundleReplica, createReplica, replicaConfig } from '../lib';
import { PERSONS } from './scenario';

/** The replicas of a run, and which of them are ready. */
export interface Fleet {
  readonly replicas: readonly Replica[];
  /** Replicas that responded and had no fault since. */
  ready(): Replica[];
  /** Starts a replica and waits until it responds. Returns whether it did. */
  startAndWait(replica: Replica): Promise<boolean>;
  stopAll(): Promise<void>;
}

export interface FleetOptions {
  count: number;
  databaseUrl: string;
  /** Prefix of the names of databases. */
  databasePrefix: string;
  services: BenchmarkService[];
  /** App-config in addition to that of every replica. */
  extra: JsonObject;
  worldUrl: string;
  directory: string;
}

export async function createFleet(options: FleetOptions): Promise<Fleet> {
  const { freePort } = await import('../../scripts/lib/ports.mjs');
  const entry = await bundleReplica(join(__dirname, 'replica.ts'));
  const replicas: Replica[] = [];
  const responding = new Set<Replica>();
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
          // Identifies the database connections of a replica.
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
        replica => replica.state === 'running' && responding.has(replica),
      ),
    async startAndWait(replica) {
      responding.delete(replica);
      if (replica.state === 'stopped') {
        replica.start();
      }
      const isReady = await replica.waitUntilReady();
      if (isReady) {
        responding.add(replica);
      }
      return isReady;
    },
    async stopAll() {
      await Promise.all(replicas.map(replica => replica.stop()));
    },
  };
}
