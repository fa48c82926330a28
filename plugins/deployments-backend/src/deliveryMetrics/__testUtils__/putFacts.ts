import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Database } from '../../persistence/database';
import { markForRecomputation } from '../persistence/pendingRecomputation';
import {
  putChanges,
  putDeployments,
  putIncidents,
  putLinks,
} from '../persistence/sourceRecordRows';
import type { ServiceRecords } from '../definitions/sourceRecords';
import { deriveDue } from '../projections/deriveMetrics';
import {
  mergeChanges,
  mergeDeployments,
  mergeIncidents,
} from '../projections/mergeRecords';

/** Stores source records and derives the metrics from them. */
export async function putRecords(
  database: Database,
  records: readonly ServiceRecords[],
  options: { incidentWindowMs: number; logger: LoggerService },
): Promise<void> {
  const reported = { occurredAt: 1, eventId: 'e' };
  for (const one of records) {
    await database.transaction(async trx => {
      await putDeployments(
        trx,
        one.deployments.map(fields => ({
          fields,
          sourceId: fields.id,
          reported,
        })),
        mergeDeployments,
      );
      await putChanges(
        trx,
        one.changes.map(fields => ({
          service: one.service,
          fields,
          demo: false,
          reported,
        })),
        mergeChanges,
      );
      await putIncidents(
        trx,
        one.incidents.map(({ resolvedAt, ...fields }) => ({
          service: one.service,
          fields,
          sourceId: fields.id,
          // An incident that was reported as ended before it began was never reported as open.
          openAt: Math.min(fields.startedAt, resolvedAt ?? Infinity),
          resolvedAt,
          demo: false,
          reported,
        })),
        mergeIncidents,
      );
      await putLinks(
        trx,
        one.links.map(link => ({ ...link, origin: 'person', at: 1 })),
      );
      await markForRecomputation(trx, [one.service], 1);
    });
  }
  while ((await deriveDue({ database, ...options })) > 0) {
    // Repeats until nothing is left.
  }
}
