import type { JsonObject } from '@backstage/types';
import { TOKEN } from './client';

/** Becomes the entity `component:default/<name>`, owned by `group:default/developers`. */
export interface BenchmarkService {
  name: string;
  annotations?: Record<string, string>;
}

export interface ReplicaConfigOptions {
  port: number;
  /** A PostgreSQL URL, or a folder for SQLite on disk. */
  database:
    | {
        client: 'pg';
        url: string;
        /** What the names of the plugins' databases begin with. Default: Backstage's. */
        prefix?: string;
      }
    | { client: 'sqlite'; folder: string };
  services: BenchmarkService[];
  /** What persons are members of, by entity ref. */
  persons?: Record<string, string[]>;
  /** Further app-config, e.g. `deployments`; top-level keys take the place of those from here. */
  extra: JsonObject;
  /** Connections of the plugin's pool to PostgreSQL. Default: 20, the deployments that are at work at once. */
  maxConnections?: number;
}

/** App-config of a replica: on the loopback address, permissions off, one static token. */
export function replicaConfig(options: ReplicaConfigOptions): JsonObject {
  const baseUrl = `http://127.0.0.1:${options.port}`;
  return {
    app: { title: 'Benchmark', baseUrl },
    backend: {
      baseUrl,
      listen: { host: '127.0.0.1', port: options.port },
      database: databaseConfig(options),
      auth: {
        externalAccess: [
          { type: 'static', options: { token: TOKEN, subject: 'benchmark' } },
        ],
      },
    },
    permission: { enabled: false },
    benchmark: {
      entities: options.services.map(entityOf),
      persons: options.persons ?? {},
    },
    ...options.extra,
  };
}

function databaseConfig({
  database,
  maxConnections,
}: ReplicaConfigOptions): JsonObject {
  return database.client === 'pg'
    ? {
        client: 'pg',
        connection: database.url,
        ...(database.prefix === undefined ? {} : { prefix: database.prefix }),
        knexConfig: { pool: { min: 0, max: maxConnections ?? 20 } },
      }
    : {
        client: 'better-sqlite3',
        connection: { directory: database.folder },
      };
}

/** Ref of the service of that name, as the API takes it. */
export function serviceRef(name: string): string {
  return `component:default/${name}`;
}

function entityOf({ name, annotations = {} }: BenchmarkService): JsonObject {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default', annotations },
    spec: { type: 'service', lifecycle: 'production', owner: 'developers' },
    relations: [{ type: 'ownedBy', targetRef: 'group:default/developers' }],
  };
}
