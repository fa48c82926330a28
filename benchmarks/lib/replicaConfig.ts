import type { JsonObject } from '@backstage/types';
import { TOKEN } from './client';

/** A service, which becomes the entity `component:default/<name>`, owned by `group:default/developers`. */
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
        /** Prefix of the names of the plugins' databases. Default: Backstage's. */
        prefix?: string;
      }
    | { client: 'sqlite'; folder: string };
  services: BenchmarkService[];
  /** Entity refs of the groups of each person, by entity ref. */
  persons?: Record<string, string[]>;
  /** Further app-config, e.g. `deployments`; its top-level keys replace those of this function. */
  extra: JsonObject;
  /**
   * Connections of the plugin's pool to PostgreSQL. Default: 20, the number of deployments that run at the same time.
   */
  maxConnections?: number;
}

/** Builds the app-config of a replica: loopback address, permissions disabled, one static token. */
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
      entities: options.services.map(toEntity),
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

/** Entity ref of the service with this name. */
export function serviceRef(name: string): string {
  return `component:default/${name}`;
}

function toEntity({ name, annotations = {} }: BenchmarkService): JsonObject {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default', annotations },
    spec: { type: 'service', lifecycle: 'production', owner: 'developers' },
    relations: [{ type: 'ownedBy', targetRef: 'group:default/developers' }],
  };
}
