import type { CommandOutcome } from '@slipway/backstage-plugin-deployments-common';
import { findCommand } from '../persistence/repositories/commandOutcomes';
import type { EngineWatch } from '../observability/engineStatus';
import type { Database } from '../persistence/database';
import {
  listDeployments,
  readDeployment,
} from '../persistence/repositories/deployments';
import { latestDeployments } from '../persistence/repositories/deploymentsByServiceEnvironment';
import { listAudit } from '../persistence/repositories/auditEntries';
import { readEvents } from '../persistence/repositories/deploymentEvents';
import { readMeasurements } from '../persistence/repositories/measurements';
import {
  listPlaces,
  readPlace,
} from '../persistence/repositories/serviceEnvironments';
import { readQueuedPlan } from '../persistence/repositories/queuedPlans';
import { readRemoved } from '../persistence/repositories/expiredRecords';
import { readLogLines } from '../persistence/repositories/stepLogLines';
import type { ChangeHub } from '../changes/changeHub';
import { driftOf } from '../domain/serviceEnvironment/drift';
import { readRollbackOptions } from '../planning/rollbackVersion';
import type { DeploymentReads } from './deploymentService';

export interface ReadsDeps {
  database: Database;
  changes: ChangeHub;
  watch: Pick<EngineWatch, 'health' | 'overview'>;
}

export function createReads(deps: ReadsDeps): DeploymentReads {
  const { knex } = deps.database;
  return {
    get: async id => (await readDeployment(knex, id))?.state,
    list: filter => listDeployments(knex, filter),
    queuedPlan: id => readQueuedPlan(knex, id),
    events: (id, afterSeq) => readEvents(knex, id, afterSeq),
    measurements: async (id, options) =>
      (await readMeasurements(knex, id, options)).map(
        ({ atMs: _, ...measurement }) => measurement,
      ),
    logs: (id, options) => readLogLines(knex, id, options),
    removed: id => readRemoved(knex, id),
    audit: filter => listAudit(knex, filter),
    places: async services =>
      (await listPlaces(knex, services)).map(({ driftAccepted, ...place }) => ({
        ...place,
        // While a deployment is at work there, what runs is its business.
        drift: place.holder
          ? undefined
          : driftOf({ ...place, driftAccepted }, place.observed),
      })),
    rollbackOptions: async (place, observation) =>
      readRollbackOptions(
        knex,
        await readPlace(knex, place),
        observation && { result: 'observed', observation },
      ),
    latest: services => latestDeployments(knex, services),
    health: deps.watch.health,
    engine: deps.watch.overview,
    subscribe: (id, listener) => deps.changes.subscribe(id, listener),
  };
}

export async function readCommand(
  { knex }: Database,
  id: string,
  commandId: string,
): Promise<CommandOutcome | undefined> {
  return (await findCommand(knex, id, commandId))?.outcome;
}
