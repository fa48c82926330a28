import { ConflictError, NotFoundError } from '@backstage/errors';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import type { DeploymentsModel } from '../config/model';
import { wakeQueuedOf } from '../store/deploymentsAtPlace';
import { lockPlace, updatePlace } from '../store/places';
import type { StoredPlace } from '../store/places';
import { findByArtifact } from '../store/versions';
import type { CommitDeps } from './commit';
import { recordCommand } from './commit';
import { artifactsOf, driftOf, mainInstance, servingInstances } from './drift';
import type { Caller, DeploymentService, PlaceRef } from './service';
import { summaryOf } from './subjects';

export type PlaceDeps = CommitDeps & { model: DeploymentsModel };

/** What persons do to a service in an environment beside deploying: holds and drift. */
export function createPlaceCommands(
  deps: PlaceDeps,
): Pick<DeploymentService, 'placeHold' | 'liftHold' | 'resolveDrift'> {
  return {
    placeHold: (place, reason, caller) =>
      change(
        deps,
        place,
        { action: 'hold.placed', reason, caller },
        (_, now) => ({
          hold: {
            reason,
            by: caller.principal.principal,
            at: new Date(now).toISOString(),
          },
        }),
      ),
    liftHold: (place, reason, caller) =>
      change(deps, place, { action: 'hold.lifted', reason, caller }, row => {
        if (!row.hold) {
          throw new ConflictError(
            `${place.environment} is not on hold for ${place.service}`,
          );
        }
        return { hold: null };
      }),
    resolveDrift: (place, choice, reason, caller) =>
      change(
        deps,
        place,
        { action: `drift.${choice}`, reason, caller },
        (row, now, trx) =>
          choice === 'adopt'
            ? adopt(trx, row, caller)
            : overwrite(row, reason, caller, now),
      ),
  };
}

type Change = Parameters<typeof updatePlace>[2];

async function change(
  deps: PlaceDeps,
  { service, environment }: PlaceRef,
  record: { action: string; reason: string; caller: Caller },
  changeOf: (
    row: StoredPlace,
    now: number,
    trx: Knex.Transaction,
  ) => Change | Promise<Change>,
): Promise<void> {
  if (!deps.model.environments.some(({ name }) => name === environment)) {
    throw new NotFoundError(`There is no environment '${environment}'`);
  }
  const place = { service, environment };
  await deps.database.transaction(async trx => {
    const now = await deps.database.now(trx);
    const row = await lockPlace(trx, place, now);
    const changed = await changeOf(row, now, trx);
    await updatePlace(trx, place, changed, now);
    await recordCommand(trx, {
      at: now,
      actor: record.caller.principal,
      action: record.action,
      outcome: 'accepted',
      service,
      environment,
      reason: record.reason,
    });
    for (const id of await wakeQueuedOf(
      trx,
      deps.database.dialect,
      service,
      now,
    )) {
      await deps.queue.enqueue(trx, id);
    }
  });
}

/** What runs is what should run, from now on. It was not verified from here. */
async function adopt(
  trx: Knex.Transaction,
  row: StoredPlace,
  caller: Caller,
): Promise<Change> {
  const { observed } = requireDrift(row);
  const main = mainInstance(observed);
  if (!main) {
    return { current: null, driftAccepted: null };
  }
  const known = await findByArtifact(trx, row.service, main.artifact);
  const { flags: _, ...version } = known
    ? summaryOf(known)
    : {
        id: main.artifact.slice(0, 100),
        name: main.versionName,
        artifact: main.artifact,
        flags: [],
      };
  return {
    current: {
      version,
      since: main.since,
      by: caller.principal.principal,
      deploymentId: `adopted-${randomUUID()}`,
      verification: 'inconclusive',
    },
    driftAccepted: null,
  };
}

function overwrite(
  row: StoredPlace,
  reason: string,
  caller: Caller,
  now: number,
): Change {
  const { observed } = requireDrift(row);
  return {
    driftAccepted: {
      observed: artifactsOf(servingInstances(observed)),
      by: caller.principal.principal,
      at: now,
      reason,
    },
  };
}

function requireDrift(row: StoredPlace): {
  observed: NonNullable<StoredPlace['observed']>;
} {
  const { observed } = row;
  if (row.holder !== undefined) {
    throw new ConflictError(
      `Deployment ${row.holder} is at work in ${row.environment}; what runs there is its business until it has ended`,
    );
  }
  if (!observed || !driftOf(row, observed)) {
    throw new ConflictError(
      `What was last observed in ${row.environment} is what should run there`,
    );
  }
  return { observed };
}
