import type { Knex } from 'knex';
import { markDirty } from '../../store/dora/dirty';
import { putEvents } from '../../store/dora/events';
import type { DeploymentRecord } from '../../store/dora/facts';
import {
  putChanges,
  putDeployments,
  putIncidents,
  putLinks,
} from '../../store/dora/facts';
import type { Judged } from './judge';
import { keepAlerts } from './keepAlerts';
import { markUnrolled } from '../../store/dora/rollups';
import { mergeChanges, mergeDeployments, mergeIncidents } from './merge';

/** Keeps what was judged and makes facts of it. Returns the ids of events that were accepted before. */
export async function keep(
  trx: Knex.Transaction,
  judged: readonly Judged[],
  now: number,
): Promise<Set<string>> {
  const repeated = await putEvents(
    trx,
    judged.map(({ record }) => record),
  );
  const facts = judged.flatMap(({ record, facts: told }) =>
    told && !repeated.has(record.id) ? [told] : [],
  );
  const deployed = await putDeployments(
    trx,
    facts.flatMap(({ deployments }) => deployments),
    correct,
  );
  const alerts = await keepAlerts(
    trx,
    facts.flatMap(one => one.alerts),
  );
  const touched = [
    ...deployed.services,
    ...(await putChanges(
      trx,
      facts.flatMap(({ changes }) => changes),
      mergeChanges,
    )),
    ...(await putIncidents(
      trx,
      facts.flatMap(({ incidents }) => incidents),
      mergeIncidents,
    )),
    ...alerts.services,
  ];
  await putLinks(
    trx,
    facts
      .flatMap(({ links }) => links)
      .map(link => ({
        ...link,
        incident: alerts.incidents.get(link.incident) ?? link.incident,
      })),
  );
  await markDirty(trx, touched, now);
  await markUnrolled(trx, deployed.days);
  return repeated;
}

/** Whose the service was by the catalog when the deployment became known, no correction changes. */
function correct(
  known: DeploymentRecord,
  told: DeploymentRecord,
): DeploymentRecord {
  const merged = mergeDeployments(known, told);
  const isOther = known.fact.service !== merged.fact.service;
  if (merged === known || isOther || known.ownersTold || told.ownersTold) {
    return merged;
  }
  const { ownerGroup, system } = known.fact;
  return { ...merged, fact: { ...merged.fact, ownerGroup, system } };
}
