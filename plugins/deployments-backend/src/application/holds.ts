import { ConflictError, NotFoundError } from '@backstage/errors';
import type { Knex } from 'knex';
import type { DeploymentsModel } from '../domain/model/deploymentsModel';
import {
  lockPlace,
  updatePlace,
} from '../persistence/repositories/serviceEnvironments';
import type {
  PlaceChange,
  StoredPlace,
  PlaceRef,
} from '../domain/model/serviceEnvironment';
import type { CommitDeps } from '../commit/commitDeps';
import { recordCommand } from '../commit/writeCommit';
import type { DeploymentService } from './deploymentService';
import type { Caller } from '../domain/model/caller';
import { wakeQueued } from '../commit/wakeQueued';

export type PlaceDeps = CommitDeps & { model: DeploymentsModel };

/** Holds: what persons place on a service in an environment, and lift. */
export function createHoldCommands(
  deps: PlaceDeps,
): Pick<DeploymentService, 'placeHold' | 'liftHold'> {
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
  };
}

interface PlaceCommand {
  action: string;
  reason: string;
  caller: Caller;
}

async function change(
  deps: PlaceDeps,
  { service, environment }: PlaceRef,
  command: PlaceCommand,
  changeOf: (row: StoredPlace, now: number) => PlaceChange,
): Promise<void> {
  if (!deps.model.environments.some(({ name }) => name === environment)) {
    throw new NotFoundError(`There is no environment '${environment}'`);
  }
  const place = { service, environment };
  await deps.database.transaction(async trx => {
    const now = await deps.database.now(trx);
    const row = await lockPlace(trx, place, now);
    await recordPlaceCommand(
      deps,
      trx,
      place,
      changeOf(row, now),
      now,
      command,
    );
  });
}

/** Changes a locked place as a person said, keeps who and why, and wakes those who wait. */
export async function recordPlaceCommand(
  deps: PlaceDeps,
  trx: Knex.Transaction,
  place: PlaceRef,
  changed: PlaceChange,
  now: number,
  { action, reason, caller }: PlaceCommand,
): Promise<void> {
  await updatePlace(trx, place, changed, now);
  await recordCommand(trx, {
    at: now,
    actor: caller.principal,
    action,
    outcome: 'accepted',
    service: place.service,
    environment: place.environment,
    reason,
  });
  await wakeQueued(deps, trx, place.service, now);
}
