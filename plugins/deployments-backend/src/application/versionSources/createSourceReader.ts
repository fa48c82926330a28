import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { RegisterVersionRequest } from '@slipway/backstage-plugin-deployments-common';
import type { VersionSource } from '@slipway/backstage-plugin-deployments-node';
import { redactText } from '@slipway/backstage-plugin-deployments-node';
import { createCommitCompleter } from './createCommitCompleter';
import type { CommitCompleter } from './createCommitCompleter';
import { registerListed } from './registerListed';
import type { RegisterListedDeps } from './listedVersions';
import { callWithDeadline } from '../../outbound/callWithDeadline';

export interface SourceReaderDeps extends RegisterListedDeps {
  sources: readonly VersionSource[];
  catalog: Pick<CatalogService, 'getEntityByRef'>;
  auth: AuthService;
  logger: LoggerService;
}

/** How long a request for versions waits for a version source. */
const SOURCE_MS = 5_000;
/** How long a source's response is reused for later requests. */
const FRESH_MS = 5_000;
/** A source may warn about each tag of a registry. */
const MAX_WARNINGS = 20;
const LONGEST_WARNING = 1_000;

/**
 * Creates a function that queries the version sources for a service, registers the versions that they list, and returns
 * warnings. Simultaneous calls for a service share one query.
 */
export function createSourceReader(
  deps: SourceReaderDeps,
): (service: string) => Promise<string[]> {
  const completeCommits = createCommitCompleter(deps);
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
    const entry = {
      warnings: readAllSources(deps, service, completeCommits),
      until: Infinity,
    };
    reads.set(service, entry);
    const done = () => {
      entry.until = Date.now() + FRESH_MS;
    };
    entry.warnings.then(done, done);
    return entry.warnings;
  };
}

async function readAllSources(
  deps: SourceReaderDeps,
  service: string,
  completeCommits: CommitCompleter,
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
        const more = await registerListed(
          deps,
          { source, service, entity: found, versions: listed.versions },
          completeCommits,
        );
        return [...listed.warnings, ...more];
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
): Promise<{ versions: RegisterVersionRequest[]; warnings: string[] }> {
  const warnings: string[] = [];
  const warn = (message: string) => {
    if (warnings.length < MAX_WARNINGS) {
      warnings.push(redactText(message).slice(0, LONGEST_WARNING));
    }
  };
  const versions = await callWithDeadline(SOURCE_MS, signal =>
    source.list(service, { signal, entity, warn }),
  );
  return { versions, warnings };
}
