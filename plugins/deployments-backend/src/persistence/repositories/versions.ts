import { randomUUID } from 'node:crypto';
import type {
  Commit,
  RegisterVersionRequest,
  Version,
} from '@slipway/backstage-plugin-deployments-common';
import { isWebAddress } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import { findBuiltCommit } from '../../domain/model/findBuiltCommit';
import type { NamedArtifact } from '../../domain/model/namedArtifact';
import type { BigIntColumn } from '../columns';
import {
  readJson,
  readNumber,
  readOptionalJson,
  readOptionalNumber,
  readOptionalText,
  writeJson,
} from '../columns';
import { decodeCursor, page } from '../cursor';
import { insertRows } from '../insertRows';
import { toLikePattern } from '../toLikePattern';

export interface VersionRow {
  id: string;
  service: string;
  name: string;
  artifact: string;
  change_url: string | null;
  created_at: BigIntColumn;
  registered_at: BigIntColumn;
  flags: string;
  source: string;
  quarantined: string | null;
  built_commit: string | null;
}

interface CommitRow {
  version_id: string;
  position: number;
  commit_id: string;
  message: string | null;
  author: string | null;
  authored_at: BigIntColumn | null;
  url: string | null;
}

export const NEWEST_FIRST = [
  { column: 'created_at', order: 'desc' },
  { column: 'id', order: 'desc' },
];

/**
 * Registers a version unless its artifact is known; `created` says which. A known version's fields stay as they are.
 */
export async function registerVersion(
  trx: Knex.Transaction,
  options: {
    service: string;
    request: RegisterVersionRequest;
    source: string;
    now: number;
  },
): Promise<{ version: Version; created: boolean }> {
  const { service, request, source, now } = options;
  const id = randomUUID();
  await trx('versions')
    .insert({
      id,
      service,
      name: request.name,
      artifact: request.artifact,
      change_url: request.changeUrl ?? null,
      created_at: request.createdAt ? Date.parse(request.createdAt) : now,
      registered_at: now,
      flags: writeJson(request.flags ?? []),
      source,
      quarantined: null,
      built_commit: findBuiltCommit(request) ?? null,
    })
    .onConflict(['service', 'artifact'])
    .ignore();
  const version = await findByArtifact(trx, service, request.artifact);
  if (!version) {
    throw new Error(
      `Version ${request.artifact} disappeared while it was being registered`,
    );
  }
  if (version.id !== id) return { version, created: false };
  const commits = request.commits ?? [];
  await insertRows(
    trx,
    'commits',
    commits.map((it, position) => commitRow(id, position, it)),
  );
  return { version: { ...version, commits }, created: true };
}

function commitRow(
  versionId: string,
  position: number,
  commit: Commit,
): CommitRow {
  return {
    version_id: versionId,
    position,
    commit_id: commit.id,
    message: commit.message ?? null,
    author: commit.author ?? null,
    authored_at: commit.authoredAt ? Date.parse(commit.authoredAt) : null,
    url: commit.url ?? null,
  };
}

export async function findVersion(
  on: Knex,
  service: string,
  id: string,
): Promise<Version | undefined> {
  return findOne(on, { service, id });
}

export async function findByArtifact(
  on: Knex,
  service: string,
  artifact: string,
): Promise<Version | undefined> {
  return findOne(on, { service, artifact });
}

/** Returns the names of the versions of any of these services with any of these artifacts. */
export async function findVersionNames(
  on: Knex,
  services: readonly string[],
  artifacts: readonly string[],
): Promise<NamedArtifact[]> {
  return on<VersionRow>('versions')
    .whereIn('service', services)
    .whereIn('artifact', artifacts)
    .select('service', 'artifact', 'name');
}

/** Returns the versions of a service with any of these names. Several versions can have one name. */
export async function findByNames(
  on: Knex,
  service: string,
  names: readonly string[],
): Promise<NamedArtifact[]> {
  return on<VersionRow>('versions')
    .where({ service })
    .whereIn('name', names)
    .select('service', 'artifact', 'name');
}

/**
 * Returns the newest version of a service that is older than a time and says which commit it was built from; `undefined` if
 * there is none.
 *
 * @param before - epoch milliseconds
 */
export async function findNewestWithCommit(
  on: Knex,
  service: string,
  before: number,
): Promise<Version | undefined> {
  const row = await on<VersionRow>('versions')
    .where({ service })
    .where('created_at', '<', before)
    .where(known =>
      known
        .whereNotNull('built_commit')
        .orWhereExists(
          on('commits')
            .select('commits.version_id')
            .whereRaw('commits.version_id = versions.id'),
        ),
    )
    .orderBy(NEWEST_FIRST)
    .first();
  return row && (await withCommits(on, [row]))[0];
}

/**
 * Returns the versions of a source that have only the commit that they were built from, newest first.
 *
 * @param span - when they were registered, in epoch milliseconds
 */
export async function findLoneVersions(
  on: Knex,
  span: { service: string; source: string; after: number; before: number },
): Promise<Version[]> {
  const { service, source, after, before } = span;
  const rows = await on<VersionRow>('versions')
    .where({ service, source })
    .where('registered_at', '>', after)
    .where('registered_at', '<', before)
    .whereIn('id', selectLoneCommits(on).select('version_id'))
    .orderBy('created_at', 'desc');
  return withCommits(on, rows);
}

/** Replaces the only commit of a version with all its commits. Does nothing if it has others by now. */
export async function completeCommits(
  trx: Knex.Transaction,
  id: string,
  request: RegisterVersionRequest,
): Promise<void> {
  const deleted = await selectLoneCommits(trx)
    .where({ version_id: id })
    .delete();
  if (deleted === 0) return;
  const { commits = [], changeUrl } = request;
  await trx('versions')
    .where({ id })
    .update({ built_commit: findBuiltCommit(request) ?? null });
  await insertRows(
    trx,
    'commits',
    commits.map((it, position) => commitRow(id, position, it)),
  );
  if (changeUrl !== undefined) {
    await trx('versions')
      .where({ id })
      .whereNull('change_url')
      .update({ change_url: changeUrl });
  }
}

/** Commits without any details that are their version's only one. */
function selectLoneCommits(on: Knex) {
  return on<CommitRow>('commits')
    .where({ position: 0, message: null, author: null })
    .where({ authored_at: null, url: null })
    .whereNotIn(
      'version_id',
      on('commits').where('position', '>', 0).select('version_id'),
    );
}

/** Returns only the flags of a version, and its quarantine if there is one. */
export async function findFlagsAndQuarantine(
  on: Knex,
  service: string,
  id: string,
): Promise<Pick<Version, 'flags' | 'quarantined'> | undefined> {
  const row = await on<VersionRow>('versions')
    .where({ service, id })
    .first('flags', 'quarantined');
  return (
    row && {
      flags: readJson(row.flags),
      quarantined: readOptionalJson(row.quarantined),
    }
  );
}

/** Reads a version with its commits, in one statement. */
async function findOne(
  on: Knex,
  key: Pick<VersionRow, 'service'> &
    Partial<Pick<VersionRow, 'id' | 'artifact'>>,
): Promise<Version | undefined> {
  const where = Object.fromEntries(
    Object.entries(key).map(([column, value]) => [`versions.${column}`, value]),
  );
  const rows: (VersionRow & (CommitRow | { commit_id: null }))[] = await on(
    'versions',
  )
    .leftJoin('commits', 'commits.version_id', 'versions.id')
    .where(where)
    .orderBy('commits.position')
    .select('versions.*', 'commits.*');
  const [row] = rows;
  const commits = rows.flatMap(it =>
    it.commit_id === null ? [] : [getCommit(it)],
  );
  return row && getVersion(row, commits);
}

export async function listVersions(
  on: Knex,
  service: string,
  options: { q?: string; limit: number; cursor?: string },
): Promise<{ items: Version[]; nextCursor?: string }> {
  const query = on<VersionRow>('versions')
    .where({ service })
    .orderBy(NEWEST_FIRST)
    .limit(options.limit + 1);
  if (options.q) {
    const pattern = toLikePattern(options.q);
    query.where(match =>
      match
        .whereRaw(`lower(name) like ? escape '\\'`, [pattern])
        .orWhereRaw(`lower(artifact) like ? escape '\\'`, [pattern])
        .orWhereRaw(`lower(built_commit) like ? escape '\\'`, [pattern])
        .orWhereIn(
          'id',
          on('commits')
            .whereRaw(`lower(commit_id) like ? escape '\\'`, [pattern])
            .orWhereRaw(`lower(message) like ? escape '\\'`, [pattern])
            .select('version_id'),
        ),
    );
  }
  if (options.cursor !== undefined) {
    const { at, id } = decodeCursor(options.cursor);
    query.where(after =>
      after
        .where('created_at', '<', at)
        .orWhere(same => same.where('created_at', at).where('id', '<', id)),
    );
  }
  const { items, nextCursor } = page(await query, options.limit, row => ({
    at: readNumber(row.created_at),
    id: row.id,
  }));
  return { items: await withCommits(on, items), nextCursor };
}

export async function setQuarantine(
  trx: Knex.Transaction,
  service: string,
  id: string,
  quarantined: NonNullable<Version['quarantined']> | undefined,
): Promise<boolean> {
  const rows = await trx('versions')
    .where({ service, id })
    .update({ quarantined: quarantined ? writeJson(quarantined) : null });
  return rows > 0;
}

/** Adds their commits to versions, in the same order. */
export async function withCommits(
  on: Knex,
  rows: VersionRow[],
): Promise<Version[]> {
  const commits = await on<CommitRow>('commits')
    .whereIn(
      'version_id',
      rows.map(row => row.id),
    )
    .orderBy(['version_id', 'position']);
  const byVersion = new Map<string, Commit[]>();
  for (const row of commits) {
    const known = byVersion.get(row.version_id) ?? [];
    known.push(getCommit(row));
    byVersion.set(row.version_id, known);
  }
  return rows.map(row => getVersion(row, byVersion.get(row.id) ?? []));
}

function getVersion(row: VersionRow, commits: Commit[]): Version {
  return {
    id: row.id,
    service: row.service,
    name: row.name,
    artifact: row.artifact,
    commits,
    commitId: findBuiltCommit({
      commitId: readOptionalText(row.built_commit),
      commits,
    }),
    changeUrl: readAddress(row.change_url),
    createdAt: new Date(readNumber(row.created_at)).toISOString(),
    flags: readJson(row.flags),
    source: row.source,
    quarantined: readOptionalJson(row.quarantined),
  };
}

function getCommit(row: CommitRow): Commit {
  const authoredAt = readOptionalNumber(row.authored_at);
  return {
    id: row.commit_id,
    message: readOptionalText(row.message),
    author: readOptionalText(row.author),
    authoredAt:
      authoredAt === undefined ? undefined : new Date(authoredAt).toISOString(),
    url: readAddress(row.url),
  };
}

/**
 * Rows written before addresses were validated may contain a password, which every reader of the version would see.
 */
function readAddress(text: string | null): string | undefined {
  return text !== null && isWebAddress(text) ? text : undefined;
}
