import { InputError, NotFoundError } from '@backstage/errors';
import type {
  Commit,
  Version,
  VersionDiff,
} from '@slipway/backstage-plugin-deployments-common';
import { summarizeVersion } from '../planning/views/versionView';
import {
  findByArtifact,
  findVersion,
  findVersionNames,
  listVersions,
  registerVersion,
  setQuarantine,
  listVersionsCreatedIn,
} from '../persistence/repositories/versions';
import type { CommitDeps } from '../commit/commitDeps';
import { recordCommand } from '../commit/writeCommit';
import type { VersionService } from './versionService';
import type { Caller } from './caller';
import { wakeQueued } from '../commit/wakeQueued';
import { createSourceReader } from './versionSources/createSourceReader';
import type { SourceReaderDeps } from './versionSources/createSourceReader';

export type VersionDeps = CommitDeps & SourceReaderDeps;

/** How many versions between the two to read for a comparison. */
const MAX_COMPARED = 200;

export function createVersionService(deps: VersionDeps): VersionService {
  const { database } = deps;
  const readSources = createSourceReader(deps);
  return {
    async register(service, request, caller) {
      return database.transaction(async trx => {
        const now = await database.now(trx);
        const registered = await registerVersion(trx, {
          service,
          request,
          source: 'api',
          now,
        });
        if (registered.created) {
          await recordCommand(trx, {
            at: now,
            actor: caller.principal,
            action: 'version.registered',
            outcome: 'accepted',
            service,
            details: { version: request.name, artifact: request.artifact },
          });
        }
        return registered;
      });
    },
    async list(service, options) {
      // Reading the first page has registered the sources' versions, so further pages don't query the sources again.
      const warnings =
        options.cursor === undefined ? await readSources(service) : [];
      return {
        ...(await listVersions(database.knex, service, options)),
        warnings,
      };
    },
    findNames: (services, artifacts) =>
      findVersionNames(database.knex, services, artifacts),
    get: (service, versionId) => findVersion(database.knex, service, versionId),
    diff: (service, from, to) =>
      compareVersions(deps, service, from?.artifact, to.artifact),
    quarantine: (service, versionId, reason, caller) =>
      changeQuarantine(deps, {
        service,
        versionId,
        caller,
        reason,
        isOn: true,
      }),
    release: (service, versionId, caller, reason) =>
      changeQuarantine(deps, {
        service,
        versionId,
        caller,
        reason,
        isOn: false,
      }),
  };
}

async function compareVersions(
  { database: { knex } }: VersionDeps,
  service: string,
  fromArtifact: string | undefined,
  toArtifact: string,
): Promise<VersionDiff> {
  const to = await findByArtifact(knex, service, toArtifact);
  const from =
    fromArtifact === undefined
      ? undefined
      : await findByArtifact(knex, service, fromArtifact);
  const compared = {
    ...(from ? { from: summarizeVersion(from) } : {}),
    ...(to ? { to: summarizeVersion(to) } : {}),
  };
  if (!to || !from) {
    return {
      ...compared,
      // A first deployment goes forward. If a version isn't registered, the direction is unknown.
      direction: to && fromArtifact === undefined ? 'forward' : 'unknown',
      commits: from || !to ? [] : to.commits,
      ...listChangeUrls(to ? [to] : []),
    };
  }
  if (from.id === to.id) {
    return { ...compared, direction: 'same', apartMs: 0, commits: [] };
  }
  const ageMs = Date.parse(to.createdAt) - Date.parse(from.createdAt);
  const isForward = ageMs >= 0;
  const [older, newer] = isForward ? [from, to] : [to, from];
  const between = await listVersionsCreatedIn(knex, service, {
    after: Date.parse(older.createdAt),
    until: Date.parse(newer.createdAt),
    limit: MAX_COMPARED,
  });
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

function listChangeUrls(versions: Version[]): Pick<VersionDiff, 'changeUrls'> {
  const urls = versions.flatMap(({ changeUrl }) =>
    changeUrl === undefined ? [] : [changeUrl],
  );
  return urls.length > 0 ? { changeUrls: [...new Set(urls)] } : {};
}

async function changeQuarantine(
  deps: VersionDeps,
  change: {
    service: string;
    versionId: string;
    caller: Caller;
    reason?: string;
    isOn: boolean;
  },
): Promise<Version> {
  const { service, versionId, caller, reason, isOn } = change;
  if (isOn && !reason) {
    throw new InputError('Give a reason for the quarantine');
  }
  return deps.database.transaction(async trx => {
    const now = await deps.database.now(trx);
    const isRegistered = await setQuarantine(
      trx,
      service,
      versionId,
      isOn
        ? {
            by: caller.principal.principal,
            at: new Date(now).toISOString(),
            reason: reason ?? '',
          }
        : undefined,
    );
    const version = await findVersion(trx, service, versionId);
    if (!isRegistered || !version) {
      throw new NotFoundError(`${service} has no version '${versionId}'`);
    }
    await recordCommand(trx, {
      at: now,
      actor: caller.principal,
      action: isOn ? 'version.quarantined' : 'version.released',
      outcome: 'accepted',
      service,
      ...(reason === undefined ? {} : { reason }),
      details: { version: version.name, artifact: version.artifact },
    });
    await wakeQueued(deps, trx, service, now);
    return version;
  });
}
