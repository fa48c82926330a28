import { ConflictError, InputError } from '@backstage/errors';
import type { Caller } from '../../domain/model/caller';
import type { Database } from '../../persistence/database';
import type { IncidentRecord } from '../persistence/storedRecords';
import { incidentFields } from '../persistence/sourceRecordColumns';
import { putIncidents } from '../persistence/sourceRecordRows';
import { lockIncident } from '../persistence/incidentRows';
import { noIncident, requireDeployment, writeLink } from './linkIncident';
import { recordSaid } from './recordIncident';
import { MOST_AHEAD_MS, saidTime } from './incidentTimes';

export interface ResolveRequest {
  resolvedAt?: string;
  /** Id of a deployment of the service. */
  fixedBy?: string;
}

/** Whoever sends it again because no answer came does so soon. */
const REPEATED_WITHIN_MS = 10 * 60_000;

export async function resolveIncident(
  database: Database,
  id: string,
  { resolvedAt: said, fixedBy }: ResolveRequest,
  caller: Caller,
): Promise<void> {
  await database.transaction(async trx => {
    const now = await database.now(trx);
    const incident = await lockIncident(trx, id);
    if (!incident) throw noIncident(id);
    const { service } = incident;
    const by = caller.principal.principal;
    if (fixedBy !== undefined) {
      await requireDeployment(trx, service, fixedBy, 'fixedBy');
    }
    const at = saidTime(said, 'resolvedAt', now);
    const before = incidentFields(incident).resolvedAt;
    if (before !== undefined) {
      const isFresh =
        incident.resolvedBy === by && now - before <= REPEATED_WITHIN_MS;
      requireSame(before, said, isFresh);
    } else {
      const resolvedAt = endOf(incident, said, at);
      // Its source goes on telling of it in its own order.
      await putIncidents(trx, [incident], known => ({
        ...known,
        resolvedAt,
        resolvedBy: by,
      }));
    }
    const isLinked =
      fixedBy !== undefined &&
      (await writeLink(trx, {
        incident: id,
        deployment: fixedBy,
        role: 'fixed',
        stand: 'linked',
        by,
        at: now,
      }));
    if (before !== undefined && !isLinked) return;
    await recordSaid(trx, {
      action: before === undefined ? 'incident.resolved' : 'incident.linked',
      caller,
      service,
      deploymentId: fixedBy,
      details: {
        incident: id,
        title: incident.fields.title,
        ...(before === undefined ? {} : { role: 'fixed' }),
      },
      now,
    });
  });
}

/**
 * Saying it twice is saying it once; saying something else is not. What a clock ahead of ours said was taken for the moment
 * when it said so, and whoever repeats it says the time of that clock again.
 *
 * @param isFresh - whether the same person said it a moment ago
 */
function requireSame(
  before: number,
  said: string | undefined,
  isFresh: boolean,
): void {
  if (said === undefined) return;
  const later = Date.parse(said) - before;
  const isFromClockAhead = isFresh && later > 0 && later <= MOST_AHEAD_MS;
  if (later === 0 || isFromClockAhead) return;
  throw new ConflictError(
    `It was resolved already, at ${new Date(
      before,
    ).toISOString()}; leave resolvedAt out if that is right`,
  );
}

function endOf(
  { fields, openAt }: IncidentRecord,
  said: string | undefined,
  at: number,
): number {
  if (at >= openAt) return at;
  // Clocks of sources may be ahead of ours.
  if (said === undefined) return openAt;
  if (at < fields.startedAt) {
    throw new InputError(
      `resolvedAt ${said} is before it began, ${new Date(
        fields.startedAt,
      ).toISOString()}`,
    );
  }
  throw new ConflictError(
    `${fields.source} said at ${new Date(
      openAt,
    ).toISOString()} that it goes on; resolvedAt must be later`,
  );
}
