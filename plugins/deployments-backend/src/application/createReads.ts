import type { CommandOutcome } from '@slipway/backstage-plugin-deployments-common';
import { findCommand } from '../persistence/repositories/commandOutcomes';
import type { EngineStatus } from '../observability/engineStatus';
import type { Database } from '../persistence/database';
import { readDeployment } from '../persistence/repositories/deployments';
import {
  findLatest,
  listLatestDeployments,
} from '../persistence/repositories/deploymentsByServiceEnvironment';
import { listDrift } from '../persistence/repositories/listDrift';
import { listDeployments } from '../persistence/repositories/listDeployments';
import {
  listAnalysedSteps,
  readLooks,
} from '../persistence/repositories/analysisLooks';
import { listAudit } from '../persistence/repositories/auditEntries';
import { readEvents } from '../persistence/repositories/deploymentEvents';
import { readFailureSamples } from '../persistence/repositories/failureSamples';
import { readMeasurements } from '../persistence/repositories/measurements';
import {
  listServiceEnvironments,
  readServiceEnvironment,
} from '../persistence/repositories/serviceEnvironments';
import {
  readQueuedPlan,
  readQueuedPlans,
} from '../persistence/repositories/queuedPlans';
import { readRemoved } from '../persistence/repositories/expiredRecords';
import {
  listNewestWatches,
  readWatch,
} from '../persistence/repositories/watches';
import { listVersionDeployments } from '../persistence/repositories/versionOutcomes';
import { readLogLines } from '../persistence/repositories/stepLogLines';
import type { ChangeHub } from '../changes/changeHub';
import { findDrift } from '../domain/serviceEnvironment/findDrift';
import { readRollbackOptions } from '../planning/chooseRollbackVersion';
import type { DeploymentReads } from './deploymentService';

export interface ReadsDeps {
  database: Database;
  changes: ChangeHub;
  engineStatus: Pick<EngineStatus, 'health' | 'overview'>;
}

export function createReads(deps: ReadsDeps): DeploymentReads {
  const { knex } = deps.database;
  return {
    get: async id => (await readDeployment(knex, id))?.state,
    list: filter => listDeployments(knex, filter),
    queuedPlan: id => readQueuedPlan(knex, id),
    queuedPlans: ids => readQueuedPlans(knex, ids),
    events: (id, afterSeq) => readEvents(knex, id, afterSeq),
    measurements: async (id, options) =>
      (await readMeasurements(knex, id, options)).map(
        ({ atMs: _, ...measurement }) => measurement,
      ),
    failureSamples: id => readFailureSamples(knex, id),
    looks: attempt => readLooks(knex, attempt),
    analysedSteps: (id, analysis) => listAnalysedSteps(knex, id, analysis),
    logs: (id, options) => readLogLines(knex, id, options),
    removed: id => readRemoved(knex, id),
    audit: filter => listAudit(knex, filter),
    serviceEnvironments: async services =>
      (await listServiceEnvironments(knex, services)).map(
        ({ driftAccepted, ...serviceEnvironment }) => ({
          ...serviceEnvironment,
          // A running deployment changes the environment itself, so that is no drift.
          drift: serviceEnvironment.lockOwner
            ? undefined
            : findDrift(
                { ...serviceEnvironment, driftAccepted },
                serviceEnvironment.observed,
              ),
        }),
      ),
    drift: filter => listDrift(knex, filter),
    rollbackOptions: async (serviceEnvironment, observation) =>
      readRollbackOptions(
        knex,
        await readServiceEnvironment(knex, serviceEnvironment),
        observation && { result: 'observed', observation },
      ),
    findLatest: (serviceEnvironment, artifact, before) =>
      findLatest(knex, serviceEnvironment, artifact, before),
    versionDeployments: (service, artifacts) =>
      listVersionDeployments(knex, service, artifacts),
    watch: id => readWatch(knex, id),
    watches: services => listNewestWatches(knex, services),
    latest: services => listLatestDeployments(knex, services),
    health: deps.engineStatus.health,
    engine: deps.engineStatus.overview,
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
