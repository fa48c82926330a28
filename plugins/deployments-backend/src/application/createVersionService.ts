import { formatDuration } from '@slipway/backstage-plugin-deployments-common';
import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import type {
  RegisterVersionRequest,
  Version,
  VersionDiff,
} from '@slipway/backstage-plugin-deployments-common';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { VersionSource } from '@slipway/backstage-plugin-deployments-node';
import { redactText } from '@slipway/backstage-plugin-deployments-node';
import { sortNewestFirst } from '../planning/views/sortNewestFirst';
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
import { findVersionProblems } from './findVersionProblems';

export interface VersionDeps extends CommitDeps {
  sources: readonly VersionSource[];
  catalog: Pick<CatalogService, 'getEntityByRef'>;
  auth: AuthService;
  logger: LoggerService;
}

/** How long a request for versions waits for a version source. */
const SOURCE_MS = 5_000;
/** How long a source's response is reused for later requests. */
const FRESH_MS = 5_000;
/** How many versions to read from a source's list. */
const MAX_LISTED = 500;
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

/**
 * Creates a function that queries the version sources for a service, registers the versions that they list, and returns
 * warnings. Simultaneous calls for a service share one query.
 */
function createSourceReader(
  deps: VersionDeps,
): (service: string) => Promise<string[]> {
  const reads = new Map<
    string,
    { warnings: Promise<string[]>; until: number }
  >();
  return service => {
    const now = Date.now();
    for (const [key, { until }] of reads) {
      if (until <= now) {
        reads.delete(key);
      }
    }
    const cached = reads.get(service);
    if (cached) {
      return cached.warnings;
    }
    const entry = { warnings: readAllSources(deps, service), until: Infinity };
    reads.set(service, entry);
    const done = () => {
      entry.until = Date.now() + FRESH_MS;
    };
    entry.warnings.then(done, done);
    return entry.warnings;
  };
}

async function readAllSources(
  deps: VersionDeps,
  service: string,
): Promise<string[]> {
  if (deps.sources.length === 0) {
    return [];
  }
  let entity: Entity | undefined;
  try {
    entity = await deps.catalog.getEntityByRef(service, {
      credentials: await deps.auth.getOwnServiceCredentials(),
    });
  } catch (error) {
    // Registered versions can be listed without the catalog.
    deps.logger.warn(
      `The version sources of ${service} were not read, because the catalog is not available: ${redactText(
        String(error),
      )}`,
    );
    return [
      'The version sources were not read, because the catalog is not available',
    ];
  }
  if (!entity) {
    return [
      `${service} is not in the catalog, so its version sources were not read`,
    ];
  }
  const found = entity;
  const warnings = await Promise.all(
    deps.sources.map(async source => {
      try {
        const listed = await listFrom(source, service, found);
        return await registerListed(deps, source, service, listed);
      } catch (error) {
        // The message may contain a registry's address with its password.
        const reason = redactText(
          error instanceof Error ? error.message : String(error),
        );
        deps.logger.warn(
          `The version source ${source.id} could not list the versions of ${service}: ${reason}`,
        );
        return [`The version source ${source.id} could not be read: ${reason}`];
      }
    }),
  );
  return warnings.flat();
}

async function listFrom(
  source: VersionSource,
  service: string,
  entity: Entity,
): Promise<RegisterVersionRequest[]> {
  const signal = AbortSignal.timeout(SOURCE_MS);
  return Promise.race([
    source.list(service, { signal, entity }),
    new Promise<never>((_resolve, reject) =>
      signal.addEventListener('abort', () =>
        reject(new Error(`no response within ${formatDuration(SOURCE_MS)}`)),
      ),
    ),
  ]);
}

async function registerListed(
  { database }: VersionDeps,
  source: VersionSource,
  service: string,
  listed: RegisterVersionRequest[],
): Promise<string[]> {
  const warnings: string[] = [];
  for (const request of listed.slice(0, MAX_LISTED)) {
    // Most versions are already registered. Reading first avoids a write for each of them.
    if (await findByArtifact(database.knex, service, request.artifact)) {
      continue;
    }
    const problems = findVersionProblems(request);
    if (problems.length > 0) {
      warnings.push(
        `A version from the source ${source.id} was skipped: ${problems.join(
          '; ',
        )}`,
      );
    } else {
      await database.transaction(async trx =>
        registerVersion(trx, {
          service,
          request,
          source: source.id,
          now: await database.now(trx),
        }),
      );
    }
  }
  return warnings;
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
      commits: from || !to ? [] : sortNewestFirst(to.commits),
      ...listChangeUrls(to ? [to] : []),
    };
  }
  if (from.id === to.id) {
    return { ...compared, direction: 'same', commits: [] };
  }
  const isForward = Date.parse(to.createdAt) >= Date.parse(from.createdAt);
  const [older, newer] = isForward ? [from, to] : [to, from];
  const between = await listVersionsCreatedIn(knex, service, {
    after: Date.parse(older.createdAt),
    until: Date.parse(newer.createdAt),
    limit: MAX_COMPARED,
  });
  const alreadyIn = new Set(older.commits.map(({ id }) => id));
  const commits = new Map(
    // Oldest version first, so that a newer version's commits count as newer if they have no time.
    [...between]
      .reverse()
      .flatMap(version => version.commits)
      .filter(({ id }) => !alreadyIn.has(id))
      .map(commit => [commit.id, commit]),
  );
  return {
    ...compared,
    direction: isForward ? 'forward' : 'backward',
    commits: sortNewestFirst([...commits.values()]),
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
