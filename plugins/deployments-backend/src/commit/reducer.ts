import { ServiceUnavailableError } from '@backstage/errors';
import {
  capitalized,
  deploymentTitle,
} from '../domain/deployment/messages/conflict';
import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import type { DeploymentEvent } from '../domain/deployment/events';
import { evolve } from '../domain/deployment/evolve/evolve';
import { REDUCER_VERSION } from '../domain/deployment/snapshot';
import type { DeploymentState } from '../domain/deployment/state';
import type { DeploymentRecord } from '../persistence/repositories/deployments';
import { rewriteDeployment } from '../persistence/repositories/deployments';
import { readEvents } from '../persistence/repositories/deploymentEvents';

/**
 * How this code makes state of events. A row names the version that made its state: a replica leaves what a newer one has
 * folded alone, and folds anew what an older one did.
 */
export interface Reducer {
  version: number;
  evolve(
    state: DeploymentState | undefined,
    event: DeploymentEvent,
  ): DeploymentState;
}

export const REDUCER: Reducer = { version: REDUCER_VERSION, evolve };

/**
 * Brings a locked row to this reducer's version, by its events: they are the truth, so no state has to be converted. What
 * is at work on it by older code is fenced out, because it could not read what is written from now on; `lease_until`
 * stays, as the old one's calls may still go on. Deployments that ended stay as they are.
 */
export async function refold(
  reducer: Reducer,
  trx: Knex.Transaction,
  record: DeploymentRecord,
  now: number,
): Promise<DeploymentRecord> {
  const { id, status } = record.state;
  if (record.reducerVersion >= reducer.version || isTerminal(status)) {
    return record;
  }
  let state: DeploymentState | undefined;
  for (const event of await readEvents(trx, id)) {
    state = reducer.evolve(state, event);
  }
  if (!state) {
    throw new Error(`Deployment ${id} has no events to be folded anew`);
  }
  const refolded: DeploymentRecord = {
    ...record,
    state,
    reducerVersion: reducer.version,
    owner: undefined,
    epoch: record.owner === undefined ? record.epoch : record.epoch + 1,
    wakeAt: now,
  };
  await rewriteDeployment(trx, refolded);
  return refolded;
}

/** Throws for a row that newer code has folded: what this code made of it would be wrong. */
export function refuseNewer(reducer: Reducer, record: DeploymentRecord): void {
  if (record.reducerVersion > reducer.version) {
    throw new ServiceUnavailableError(
      `${capitalized(
        deploymentTitle(record.state),
      )} is carried out by a newer version of the portal than the replica that was asked: an upgrade is under way. Try again; a newer replica will answer.`,
    );
  }
}
