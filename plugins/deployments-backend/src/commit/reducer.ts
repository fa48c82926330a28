import { ServiceUnavailableError } from '@backstage/errors';
import {
  capitalized,
  deploymentTitle,
} from '../domain/deployment/messages/conflict';
import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import type { DeploymentEvent } from '../domain/deployment/events';
import { reduce } from '../domain/deployment/reduce/reduce';
import { REDUCER_VERSION } from '../domain/deployment/snapshot';
import type { DeploymentState } from '../domain/deployment/state';
import type { DeploymentRecord } from '../persistence/repositories/deployments';
import { rewriteDeployment } from '../persistence/repositories/deployments';
import { readEvents } from '../persistence/repositories/deploymentEvents';

/**
 * Turns events into state. Each row stores the version that folded it. A replica does not touch rows that a newer version
 * has folded, and folds rows of an older version again.
 */
export interface Reducer {
  version: number;
  reduce(
    state: DeploymentState | undefined,
    event: DeploymentEvent,
  ): DeploymentState;
}

export const REDUCER: Reducer = { version: REDUCER_VERSION, reduce };

/**
 * Brings a locked row to this reducer's version by folding its events again, so no stored state has to be converted. An
 * owner that runs older code is fenced out, because it could not read the new state. `lease_until` stays, because the old
 * owner's calls may still be in flight. Ended deployments are not changed.
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
    state = reducer.reduce(state, event);
  }
  if (!state) {
    throw new Error(`Deployment ${id} has no events to fold again`);
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

/**
 * Throws ServiceUnavailableError for a row that newer code has folded, because this code may not understand its events.
 */
export function refuseNewer(reducer: Reducer, record: DeploymentRecord): void {
  if (record.reducerVersion > reducer.version) {
    throw new ServiceUnavailableError(
      `${capitalized(
        deploymentTitle(record.state),
      )} runs on a newer version of the portal than the replica that received this request, because an upgrade is in progress. Try again: a newer replica will answer.`,
    );
  }
}
