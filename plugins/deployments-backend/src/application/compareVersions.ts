import type {
  Commit,
  Version,
  VersionDiff,
} from '@slipway/backstage-plugin-deployments-common';
import type { Database } from '../persistence/database';
import {
  findVersionsByArtifacts,
  listVersionsInSpans,
} from '../persistence/repositories/comparedVersions';
import { summarizeVersion } from '../planning/views/versionView';
import type { ComparedVersions, VersionPair } from './versionService';

/** How many versions between the two to read for a comparison. */
const MAX_COMPARED = 200;

/** Compares pairs of versions by their registered commits. Each service has one pair. */
export async function compareVersions(
  { database: { knex } }: { database: Pick<Database, 'knex'> },
  pairs: readonly VersionPair[],
): Promise<ComparedVersions[]> {
  const registered = await findVersionsByArtifacts(
    knex,
    pairs.flatMap(({ service, from, to }) =>
      [from, to].flatMap(version =>
        version ? [{ service, artifact: version.artifact }] : [],
      ),
    ),
  );
  const byKey = new Map(
    registered.map(version => [
      toKey(version.service, version.artifact),
      version,
    ]),
  );
  const find = (service: string, artifact: string | undefined) =>
    artifact === undefined ? undefined : byKey.get(toKey(service, artifact));
  const found = pairs.map(({ service, from, to }) => ({
    service,
    isFirst: from === undefined,
    from: find(service, from?.artifact),
    to: find(service, to.artifact),
  }));
  const between = await listVersionsInSpans(
    knex,
    found.flatMap(({ service, from, to }) =>
      from && to && from.id !== to.id
        ? [{ service, ...toSpan(from.createdAt, to.createdAt) }]
        : [],
    ),
    MAX_COMPARED,
  );
  return found.map(pair => ({
    diff: toDiff(pair, between.get(pair.service) ?? []),
    quarantined: pair.to?.quarantined,
  }));
}

function toKey(service: string, artifact: string): string {
  return JSON.stringify([service, artifact]);
}

function toSpan(oneAt: string, otherAt: string) {
  const times = [Date.parse(oneAt), Date.parse(otherAt)];
  return { after: Math.min(...times), until: Math.max(...times) };
}

/** @param between - the versions between the two, newest first */
function toDiff(
  {
    isFirst,
    from,
    to,
  }: {
    /** Whether there is no version to compare with. */
    isFirst: boolean;
    /** Absent if it isn't registered. */
    from?: Version;
    /** Absent if it isn't registered. */
    to?: Version;
  },
  between: readonly Version[],
): VersionDiff {
  const compared = {
    ...(from ? { from: summarizeVersion(from) } : {}),
    ...(to ? { to: summarizeVersion(to) } : {}),
  };
  if (!to || !from) {
    return {
      ...compared,
      // A first deployment goes forward. If a version isn't registered, the direction is unknown.
      direction: to && isFirst ? 'forward' : 'unknown',
      commits: from || !to ? [] : to.commits,
      ...listChangeUrls(to ? [to] : []),
    };
  }
  if (from.id === to.id) {
    return { ...compared, direction: 'same', apartMs: 0, commits: [] };
  }
  const ageMs = Date.parse(to.createdAt) - Date.parse(from.createdAt);
  const isForward = ageMs >= 0;
  const older = isForward ? from : to;
  const alreadyIn = new Set(older.commits.map(({ id }) => id));
  const commits = new Map<string, Commit>();
  // The newest version comes first, and of its commits the newest.
  for (const commit of between.flatMap(version => version.commits)) {
    if (!alreadyIn.has(commit.id) && !commits.has(commit.id)) {
      commits.set(commit.id, commit);
    }
  }
  return {
    ...compared,
    direction: isForward ? 'forward' : 'backward',
    apartMs: Math.abs(ageMs),
    commits: [...commits.values()],
    ...listChangeUrls(between),
  };
}

function listChangeUrls(
  versions: readonly Version[],
): Pick<VersionDiff, 'changeUrls'> {
  const urls = versions.flatMap(({ changeUrl }) =>
    changeUrl === undefined ? [] : [changeUrl],
  );
  return urls.length > 0 ? { changeUrls: [...new Set(urls)] } : {};
}
