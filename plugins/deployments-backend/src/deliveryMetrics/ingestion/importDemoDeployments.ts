import { InputError } from '@backstage/errors';
import type { DeploymentState } from '../../domain/deployment/state';
import { withoutUndefined } from '../../domain/deployment/plainData';
import { REDUCER_VERSION } from '../../domain/deployment/snapshot';
import type { Database } from '../../persistence/database';
import { insertDemoDeployments } from '../../persistence/repositories/deployments';
import type { EnvironmentNames } from '../normalize/environmentNames';
import type { OwnDeployment } from '../persistence/ownDeploymentRows';
import { markForRecomputation } from '../persistence/pendingRecomputation';
import { markRollupsStale } from '../persistence/rollups/rollupRows';
import { putDeployments } from '../persistence/sourceRecordRows';
import type { DeploymentRecord } from '../persistence/storedRecords';
import { demoDeploymentRecord } from '../projections/ingestOwnDeployments';
import { mergeDeployments } from '../projections/mergeRecords';
import { classifyEvents } from './classifyEvents';
import type { ServiceNames } from './serviceNames';

interface DemoImportOptions {
  database: Database;
  names: ServiceNames;
  environments: EnvironmentNames;
}

/** The source that links of incidents name, and the principal that requested the deployments. */
const DEMO = 'demo';

/**
 * Stores made-up deployments as ended deployments of this portal, and their records for the delivery metrics, all or
 * none. Repetitions have no effect.
 *
 * @param events - deployment events as the ingestion API takes them
 * @throws InputError if an event is invalid, or its service is not in the catalog.
 */
export async function importDemoDeployments(
  options: DemoImportOptions,
  events: readonly unknown[],
): Promise<void> {
  const { database } = options;
  const now = database.estimateNow();
  const classified = await classifyEvents({
    ...options,
    source: DEMO,
    events,
    now,
    fresh: false,
    isDryRun: true,
  });
  const deployments = classified.flatMap(({ record, records }) => {
    if (!records || record.type !== 'deployment') {
      throw new InputError(
        `The made-up deployment ${record.eventId} can't be stored: ${
          record.reason ?? 'it is not a deployment'
        }`,
      );
    }
    return records.deployments.map(toOwnDeployment);
  });
  await database.transaction(async trx => {
    await insertDemoDeployments(
      trx,
      deployments.map(own => ({ ...own, reducerVersion: REDUCER_VERSION })),
    );
    const { services, days } = await putDeployments(
      trx,
      deployments.map(demoDeploymentRecord),
      mergeDeployments,
    );
    await markForRecomputation(trx, services, now);
    await markRollupsStale(trx, days);
  });
}

function toOwnDeployment({ fields }: DeploymentRecord): OwnDeployment {
  const { tier, ownerGroup, system, finishedAt, outcome } = fields;
  const state: DeploymentState = {
    id: fields.id,
    kind: fields.kind,
    service: fields.service,
    environment: fields.environment,
    // It is not registered, so it can't be deployed.
    version: {
      id: fields.artifact,
      name: fields.version,
      artifact: fields.artifact,
      flags: [],
    },
    goldenPath: { name: DEMO, title: 'Demo' },
    requestedBy: { principal: `service:${DEMO}`, via: 'system' },
    requestedAt: fields.startedAt,
    hotfix: fields.hotfix,
    reverts: fields.reverts,
    inputs: {},
    demo: { commits: fields.commits, url: fields.url },
    seq: 0,
    at: finishedAt,
    changedSeq: 0,
    status: outcome,
    blockers: [],
    overridden: [],
    approvals: [],
    startedAt: fields.startedAt,
    finishedAt,
    mayHaveChanged: true,
    firstChangeAt: fields.startedAt,
    trafficAt: fields.trafficAt,
    restoredAt: fields.restoredAt,
    steps: [],
    trafficWeight: outcome === 'succeeded' ? 100 : 0,
    trafficHistory: [],
    baselineRetired: outcome === 'succeeded',
  };
  return { state: withoutUndefined(state), tier, ownerGroup, system };
}
