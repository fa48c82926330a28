import type { RegisterVersionRequest } from '@slipway/backstage-plugin-deployments-common';
import { listNames } from '@slipway/backstage-plugin-deployments-node';
import {
  findByNames,
  findNewestWithCommit,
  findVersionNames,
  registerVersion,
} from '../../persistence/repositories/versions';
import { findBuiltCommit } from '../../domain/model/findBuiltCommit';
import { findVersionProblems } from '../findVersionProblems';
import type { CommitCompleter } from './createCommitCompleter';
import type { ListedVersions, RegisterListedDeps } from './listedVersions';
import { findLoneCommit, readCommits } from './readCommits';
import type { WithCommits } from './readCommits';

/** How many versions to read from a source's list. */
const MAX_LISTED = 500;
/** How many versions' commits are read at the same time. */
const PARALLEL = 4;
/** After this time, no further version's commits are read for a request. */
const START_COMMITS_MS = 2_500;

/**
 * Registers the listed versions that are new, the oldest first. If a version says only which commit it was built from, the
 * commit sources are asked for the commits since the version before it. If that takes long, the other versions wait for
 * the next request, because the commits of a registered version are read again only if they could not be read.
 *
 * @returns Warnings for people.
 */
export async function registerListed(
  deps: RegisterListedDeps,
  listed: ListedVersions,
  completeCommits: CommitCompleter,
): Promise<string[]> {
  const { database } = deps;
  const { source, service } = listed;
  const { fresh, warnings } = await findNew(deps, listed);
  const read = await readAllCommits(deps, listed, fresh);
  let last = 0;
  for (const { request } of read) {
    const after = last;
    last = await database.transaction(async trx => {
      // Versions without a time are ordered by this one, so no two may be equal.
      const now = Math.max(await database.now(trx), after + 1);
      await registerVersion(trx, { service, request, source: source.id, now });
      return now;
    });
  }
  const readAgain = fresh.length === 0 ? await completeCommits(listed) : [];
  const failed = [...read, ...readAgain].filter(
    ({ failure }) => failure !== undefined,
  );
  const registered = new Set(read.map(({ request }) => request.artifact));
  const waiting = fresh.filter(({ artifact }) => !registered.has(artifact));
  return [
    ...warnings,
    ...(failed.length > 0
      ? [
          `The commits of ${listNames(
            failed.map(({ request }) => request.name),
          )} could not be read, so only the commit that each was built from is known: ${
            failed[0].failure
          }`,
        ]
      : []),
    ...(waiting.length > 0
      ? [
          `${waiting.length} ${
            waiting.some(isTimeless) ? 'more' : 'older'
          } versions of the source ${
            source.id
          } are not shown yet, because reading their commits takes a while. Reload in a moment.`,
        ]
      : []),
  ];
}

/** Leaves out what is registered already, and what can't be registered. */
async function findNew(
  { database: { knex } }: RegisterListedDeps,
  { source, service, versions }: ListedVersions,
): Promise<{ fresh: RegisterVersionRequest[]; warnings: string[] }> {
  const considered = versions.slice(0, MAX_LISTED);
  // Most versions are already registered. Reading first avoids a write for each of them.
  const known = new Set(
    (
      await findVersionNames(
        knex,
        [service],
        considered.map(({ artifact }) => artifact),
      )
    ).map(({ artifact }) => artifact),
  );
  const unknown = considered.filter(({ artifact }) => !known.has(artifact));
  const taken = new Set(
    (
      await findByNames(
        knex,
        service,
        unknown.map(({ name }) => name),
      )
    ).map(({ name }) => name),
  );
  const fresh: RegisterVersionRequest[] = [];
  const conflicts: string[] = [];
  const warnings: string[] = [];
  for (const request of unknown) {
    const problems = findVersionProblems(request);
    if (problems.length > 0) {
      warnings.push(
        `A version from the source ${source.id} was skipped: ${problems.join(
          '; ',
        )}`,
      );
    } else if (taken.has(request.name)) {
      conflicts.push(request.name);
    } else if (!known.has(request.artifact)) {
      known.add(request.artifact);
      taken.add(request.name);
      fresh.push(request);
    }
  }
  if (conflicts.length > 0) {
    warnings.push(
      `The source ${source.id} lists ${listNames(
        conflicts,
      )} with another artifact than the registered version of this name, which stays as it is. If its tag was moved, push a new one.`,
    );
  }
  return { fresh, warnings };
}

/**
 * Reads the commits of versions, those of the newest first. Versions without a time are read before those with one, and the
 * oldest of them first: they count as built when they are registered, so an older one must not wait for a newer one.
 *
 * The version before is the newest one that was built earlier, also if it was built from another branch. After a hotfix of
 * an old release, the next version therefore has again the commits since their branches parted.
 *
 * @returns The oldest first. Versions that are left out were not reached in time.
 */
async function readAllCommits(
  { database: { knex }, commitSources }: RegisterListedDeps,
  { service, entity }: ListedVersions,
  fresh: readonly RegisterVersionRequest[],
): Promise<WithCommits[]> {
  // Sources list the newest first, which decides if there is no time.
  const newestFirst = [...fresh].sort(
    (a, b) => readTimestamp(b) - readTimestamp(a),
  );
  const read = new Map<RegisterVersionRequest, WithCommits>();
  const rest = [
    ...newestFirst.filter(isTimeless).reverse(),
    ...newestFirst.filter(it => !isTimeless(it)),
  ].values();
  const startUntil = Date.now() + START_COMMITS_MS;
  const findPrevious = async (request: RegisterVersionRequest) => {
    const createdAt = readTimestamp(request);
    const registered = await findNewestWithCommit(
      knex,
      service,
      Math.min(createdAt, Number.MAX_SAFE_INTEGER),
    );
    const listed = newestFirst
      .slice(newestFirst.indexOf(request) + 1)
      .find(
        it =>
          (isTimeless(it) || readTimestamp(it) < createdAt) &&
          findBuiltCommit(it) !== undefined,
      );
    const isListed =
      listed !== undefined &&
      (registered === undefined ||
        readTimestamp(listed) > Date.parse(registered.createdAt));
    return isListed ? findBuiltCommit(listed) : registered?.commitId;
  };
  const work = async () => {
    for (const request of rest) {
      const commit = findLoneCommit(request);
      if (commit === undefined || commitSources.length === 0) {
        read.set(request, { request });
        continue;
      }
      const previous = await findPrevious(request);
      read.set(
        request,
        await readCommits(commitSources, request, {
          service,
          entity,
          commit,
          ...(previous === undefined ? {} : { previous }),
        }),
      );
      if (Date.now() > startUntil) return;
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  return newestFirst.flatMap(request => read.get(request) ?? []).reverse();
}

function isTimeless({ createdAt }: RegisterVersionRequest): boolean {
  return createdAt === undefined;
}

/** A version without a time is registered as built now. */
function readTimestamp({ createdAt }: RegisterVersionRequest): number {
  return createdAt === undefined ? Number.MAX_VALUE : Date.parse(createdAt);
}
