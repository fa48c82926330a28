import { execFileSync } from 'node:child_process';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Entity } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import { parse, parseAllDocuments } from 'yaml';

const FOLDER = resolve(__dirname, '../__fixtures__');
const REPOSITORY = resolve(__dirname, '../../../../..');

/** What the release's own API returned before the release was killed. */
export interface UpgradeFixture {
  /**
   * Deployment ids: in a check step, queued behind that one, waiting in an `approve` step, waiting for an approval to
   * start.
   */
  running: string;
  queued: string;
  waiting: string;
  unapproved: string;
  deployments: Array<{
    id: string;
    kind: string;
    service: string;
    environment: string;
    version: string;
    status: string;
    requestedAt: string;
    startedAt?: string;
    finishedAt?: string;
    /** For deployments that ended. */
    seq?: number;
    events?: Array<{ seq: number; at: string }>;
  }>;
  audit: Array<{ id: string; action: string }>;
  versions: Record<
    string,
    Array<{
      id: string;
      name: string;
      artifact: string;
      commits: number;
      quarantined: boolean;
    }>
  >;
  holds: Array<{ service: string; environment: string; reason: string }>;
  incidents: Array<{
    id: string;
    service: string;
    title: string;
    resolvedAt?: string;
  }>;
  deadLetters: Array<{ event: string; status: string }>;
}

type FixtureDatabase = 'sqlite' | 'postgres';

/** The releases that have fixtures. */
export function listReleases(): string[] {
  return readdirSync(FOLDER, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

export function readFixture(
  release: string,
  database: FixtureDatabase,
): UpgradeFixture {
  return JSON.parse(
    readFileSync(join(FOLDER, release, `${database}.json`), 'utf8'),
  );
}

/** Reads the catalog of the fixtures' portal. */
export function readEntities(): Entity[] {
  return parseAllDocuments(
    readFileSync(join(FOLDER, 'catalog.yaml'), 'utf8'),
  ).map(document => {
    const entity = document.toJS() as Entity;
    const { owner, system, memberOf } = entity.spec as {
      owner?: string;
      system?: string;
      memberOf?: string[];
    };
    return {
      ...entity,
      metadata: { namespace: 'default', ...entity.metadata },
      relations: [
        ...(owner
          ? [{ type: 'ownedBy', targetRef: `group:default/${owner}` }]
          : []),
        ...(system
          ? [{ type: 'partOf', targetRef: `system:default/${system}` }]
          : []),
        ...(memberOf ?? []).map(group => ({
          type: 'memberOf',
          targetRef: `group:default/${group}`,
        })),
      ],
    };
  });
}

/** Reads the configuration of the fixtures' portal, with the example services of this checkout and a data directory. */
export function readConfig(directory: string): JsonObject {
  const config = parse(readFileSync(join(FOLDER, 'portal.yaml'), 'utf8'));
  const { local, checks } = config.deployments;
  // Old releases do not know the key, and a machine that is busy with other tests sends few requests per second.
  checks.availability.minSamples = 1;
  local.load.requestsPerSecond = 50;
  local.dataDir = join(directory, 'local');
  local.ports = { from: 17_100, to: 17_999 };
  for (const service of Object.values<JsonObject>(local.services)) {
    service.cwd = REPOSITORY;
    service.command = [process.execPath, 'examples/services/server.mjs'];
  }
  return config;
}

/** Unpacks what the release left on disk into a new directory. */
export async function restoreFiles(
  release: string,
  database: FixtureDatabase,
): Promise<{ directory: string; remove(): void }> {
  // The real path, because the local target tags its processes with it.
  const directory = realpathSync(
    mkdtempSync(join(tmpdir(), 'slipway-upgrade-')),
  );
  execFileSync('tar', ['-C', directory, '-x'], {
    input: gunzipSync(
      readFileSync(join(FOLDER, release, `${database}.tar.gz`)),
    ),
  });
  await choosePorts(join(directory, 'local/places'));
  return {
    directory,
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** Replaces the ports of the machine that created the fixture, which may be in use here. */
async function choosePorts(folder: string): Promise<void> {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    const serviceEnvironment = JSON.parse(readFileSync(file, 'utf8'));
    serviceEnvironment.port = await freePort();
    for (const instance of serviceEnvironment.instances) delete instance.port;
    writeFileSync(file, JSON.stringify(serviceEnvironment));
  }
}

/** Finds a free port. */
function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => done(port));
    });
  });
}

/** Plays the release's dump into an empty database. */
export async function restoreDump(release: string, knex: Knex): Promise<void> {
  const sql = gunzipSync(
    readFileSync(join(FOLDER, release, 'postgres.sql.gz')),
  ).toString('utf8');
  // Bypasses knex, which would take question marks in the data for parameters.
  const connection = await knex.client.acquireConnection();
  try {
    await connection.query(sql);
    // The dump leaves an empty search path behind.
    await connection.query('DISCARD ALL');
  } finally {
    await knex.client.releaseConnection(connection);
  }
}
