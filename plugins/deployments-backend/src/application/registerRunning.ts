import type { Version } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import { recordCommand } from '../commit/writeCommit';
import { describeRunningVersion } from '../domain/serviceEnvironment/describeRunningVersion';
import type { ObservedVersion } from '../domain/serviceEnvironment/observedVersions';
import {
  findByArtifact,
  findByNames,
  registerVersion,
} from '../persistence/repositories/versions';
import type { Caller } from './caller';

/** The source of versions that were found running. */
const SOURCE = 'running';

/** Finds the registered version with any spelling of the artifact, because CI may have registered another one. */
export async function findBySpelling(
  on: Knex,
  service: string,
  { artifact, spellings }: ObservedVersion,
): Promise<Version | undefined> {
  for (const spelling of new Set([artifact, ...spellings])) {
    const version = await findByArtifact(on, service, spelling);
    if (version) {
      return version;
    }
  }
  return undefined;
}

/**
 * Registers a running version on behalf of a person, so that it can be deployed elsewhere and rolled back to. It is as old as
 * its instance at least, so that a version that CI has built since then counts as newer.
 *
 * @param running - `since`: when its instance started, in epoch milliseconds; 0 if that is not known.
 */
export async function registerRunning(
  trx: Knex.Transaction,
  running: {
    service: string;
    environment: string;
    version: ObservedVersion;
    since: number;
    caller: Caller;
    now: number;
  },
): Promise<Version> {
  const { service, environment, version, since, caller, now } = running;
  const { artifact, names } = describeRunningVersion(version);
  const taken = new Set(
    (await findByNames(trx, service, names)).map(({ name }) => name),
  );
  const name = names.find(it => !taken.has(it)) ?? names[names.length - 1];
  const createdAt = since > 0 ? Math.min(since, now) : now;
  const registered = await registerVersion(trx, {
    service,
    request: { name, artifact, createdAt: new Date(createdAt).toISOString() },
    source: SOURCE,
    now,
  });
  if (registered.created) {
    await recordCommand(trx, {
      at: now,
      actor: caller.principal,
      action: 'version.registered',
      outcome: 'accepted',
      service,
      environment,
      details: { version: name, artifact },
    });
  }
  return registered.version;
}
