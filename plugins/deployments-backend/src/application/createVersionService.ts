import { InputError, NotFoundError } from '@backstage/errors';
import type { Version } from '@slipway/backstage-plugin-deployments-common';
import { compareVersions } from './compareVersions';
import {
  findVersion,
  findVersionNames,
  listVersions,
  registerVersion,
  setQuarantine,
} from '../persistence/repositories/versions';
import type { CommitDeps } from '../commit/commitDeps';
import { recordCommand } from '../commit/writeCommit';
import type { VersionService } from './versionService';
import type { Caller } from './caller';
import { wakeQueued } from '../commit/wakeQueued';
import { createSourceReader } from './versionSources/createSourceReader';
import type { SourceReaderDeps } from './versionSources/createSourceReader';

export type VersionDeps = CommitDeps & SourceReaderDeps;

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
    diff: async (service, from, to) => {
      const [{ diff }] = await compareVersions(deps, [{ service, from, to }]);
      return diff;
    },
    compare: pairs => compareVersions(deps, pairs),
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
