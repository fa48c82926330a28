import {
  completeCommits,
  findLoneVersions,
  findNewestWithCommit,
} from '../../persistence/repositories/versions';
import type { ListedVersions, RegisterListedDeps } from './listedVersions';
import { findLoneCommit, readCommits } from './readCommits';
import type { WithCommits } from './readCommits';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** How many versions' commits are read again for a request. */
const MAX_READ = 5;

/** Reads again the commits of listed versions that have only the one that they were built from. */
export type CommitCompleter = (
  listed: ListedVersions,
) => Promise<WithCommits[]>;

/**
 * Creates a function that reads the commits of registered versions again if they could not be read before. Each is read
 * at most once a minute, for a day. Expects that all listed versions are registered, because the commits begin after
 * the version before.
 */
export function createCommitCompleter({
  database,
  commitSources,
}: RegisterListedDeps): CommitCompleter {
  const nextReads = new Map<string, number>();
  return async ({ source, service, entity, versions }) => {
    if (commitSources.length === 0) return [];
    const { knex } = database;
    const now = await database.now(knex);
    for (const [id, at] of nextReads) {
      if (at <= now) nextReads.delete(id);
    }
    const artifacts = new Set(versions.map(({ artifact }) => artifact));
    const lone = await findLoneVersions(knex, {
      service,
      source: source.id,
      after: now - DAY_MS,
      before: now - MINUTE_MS,
    });
    const chosen = lone
      .filter(
        ({ id, artifact }) => artifacts.has(artifact) && !nextReads.has(id),
      )
      .slice(0, MAX_READ);
    chosen.forEach(({ id }) => nextReads.set(id, now + MINUTE_MS));
    return Promise.all(
      chosen.map(async ({ id, name, artifact, createdAt, ...version }) => {
        const { commits, commitId = commits[0].id } = version;
        const older = await findNewestWithCommit(
          knex,
          service,
          Date.parse(createdAt),
        );
        const previous = older?.commitId;
        const read = await readCommits(
          commitSources,
          { name, artifact, commits, commitId },
          {
            service,
            entity,
            commit: commitId,
            ...(previous === undefined ? {} : { previous }),
          },
        );
        if (read.failure !== undefined) return read;
        if (findLoneCommit(read.request) === undefined) {
          await database.transaction(trx =>
            completeCommits(trx, id, read.request),
          );
        } else {
          // There are no more.
          nextReads.set(id, now + DAY_MS);
        }
        return read;
      }),
    );
  };
}
