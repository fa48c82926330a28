import type { Knex } from 'knex';
import { markForRecomputation } from '../persistence/pendingRecomputation';
import { putEvents } from '../persistence/sourceEventRows';
import { putStatuses } from '../persistence/deploymentStatusRows';
import type {
  DeploymentRecord,
  StatusRecord,
} from '../persistence/storedRecords';
import {
  putChanges,
  putDeployments,
  putIncidents,
  putLinks,
} from '../persistence/sourceRecordRows';
import type { ClassifiedEvent } from './classifyEvents';
import { storeAlerts } from './persistAlerts';
import { markRollupsStale } from '../persistence/rollups/rollupRows';
import { append } from '../definitions/links';
import { findDeploymentFor } from './deploymentStatuses';
import {
  mergeChanges,
  mergeDeployments,
  mergeFromStatuses,
  mergeIncidents,
} from '../projections/mergeRecords';

/** Stores classified events and their records. Returns the ids of events that were accepted before. */
export async function persistEvents(
  trx: Knex.Transaction,
  classified: readonly ClassifiedEvent[],
  now: number,
): Promise<Set<string>> {
  const repeated = await putEvents(
    trx,
    classified.map(({ record }) => record),
  );
  const records = classified.flatMap(({ record, records: reported }) =>
    reported && !repeated.has(record.id) ? [reported] : [],
  );
  const deployed = await putDeployments(
    trx,
    records.flatMap(({ deployments }) => deployments),
    correct,
  );
  const fromStatuses = await putDeployments(
    trx,
    await storeStatuses(
      trx,
      records.flatMap(({ statuses }) => statuses),
    ),
    (known, reported) =>
      keepOwners(known, reported, mergeFromStatuses(known, reported)),
  );
  const alerts = await storeAlerts(
    trx,
    records.flatMap(one => one.alerts),
  );
  const changed = [
    ...deployed.services,
    ...fromStatuses.services,
    ...(await putChanges(
      trx,
      records.flatMap(({ changes }) => changes),
      mergeChanges,
    )),
    ...(await putIncidents(
      trx,
      records.flatMap(({ incidents }) => incidents),
      mergeIncidents,
    )),
    ...alerts.services,
  ];
  await putLinks(
    trx,
    records
      .flatMap(({ links }) => links)
      .map(link => ({
        ...link,
        incident: alerts.incidents.get(link.incident) ?? link.incident,
      })),
  );
  await markForRecomputation(trx, changed, now);
  await markRollupsStale(trx, [...deployed.days, ...fromStatuses.days]);
  return repeated;
}

/** Stores statuses. Returns those of their deployments that have ended. */
async function storeStatuses(
  trx: Knex.Transaction,
  statuses: readonly StatusRecord[],
): Promise<DeploymentRecord[]> {
  const byDeployment = new Map<string, StatusRecord[]>();
  for (const status of statuses) {
    append(byDeployment, status.deployment.id, status);
  }
  const ended: DeploymentRecord[] = [];
  // The same order in every transaction, so that two wait for each other instead of deadlocking.
  for (const id of [...byDeployment.keys()].sort()) {
    const known = await putStatuses(trx, byDeployment.get(id) ?? []);
    const deployment = findDeploymentFor(known);
    if (deployment) ended.push(deployment);
  }
  return ended;
}

/** Keeps the owner that the catalog had when the deployment became known; a correction does not change it. */
function correct(
  known: DeploymentRecord,
  reported: DeploymentRecord,
): DeploymentRecord {
  return keepOwners(known, reported, mergeDeployments(known, reported));
}

function keepOwners(
  known: DeploymentRecord,
  reported: DeploymentRecord,
  merged: DeploymentRecord,
): DeploymentRecord {
  const isOther = known.fields.service !== merged.fields.service;
  if (
    merged === known ||
    isOther ||
    known.ownersReported ||
    reported.ownersReported
  ) {
    return merged;
  }
  const { ownerGroup, system } = known.fields;
  return { ...merged, fields: { ...merged.fields, ownerGroup, system } };
}
