import { InputError } from '@backstage/errors';
import type { Caller } from '../../application/caller';
import { RefusalError } from '../../domain/deployment/messages/conflict';
import { say } from '../../domain/text/say';
import type { Database } from '../../persistence/database';
import type { IncidentRecord } from '../persistence/storedRecords';
import { incidentFields } from '../persistence/sourceRecordColumns';
import { putIncidents } from '../persistence/sourceRecordRows';
import { lockIncident } from '../persistence/incidentRows';
import { noIncident, requireDeployment, writeLink } from './linkIncident';
import { recordStatement } from './recordIncident';
import { MAX_AHEAD_MS, parseReportedTime } from './incidentTimes';

export interface ResolveRequest {
  resolvedAt?: string;
  /** Id of a deployment of the service. */
  fixedBy?: string;
}

/** A client that got no response repeats its request within this time. */
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
    const at = parseReportedTime(said, 'resolvedAt', now);
    const before = incidentFields(incident).resolvedAt;
    if (before !== undefined) {
      const isFresh =
        incident.resolvedBy === by && now - before <= REPEATED_WITHIN_MS;
      requireSame(before, said, isFresh);
    } else {
      const resolvedAt = endOf(incident, said, at);
      // Its source continues to report it, in its own order.
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
    await recordStatement(trx, {
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
 * Accepts a repeated statement and rejects a different one. A time from a client clock that was ahead was replaced by
 * the time of the request, and a repeated request contains that future time again.
 *
 * @param isFresh - whether the same person made the statement a moment ago
 */
function requireSame(
  before: number,
  said: string | undefined,
  isFresh: boolean,
): void {
  if (said === undefined) return;
  const later = Date.parse(said) - before;
  const isFromClockAhead = isFresh && later > 0 && later <= MAX_AHEAD_MS;
  if (later === 0 || isFromClockAhead) return;
  throw new RefusalError({
    message: `It was already resolved at ${new Date(
      before,
    ).toISOString()}; leave resolvedAt out if that is right`,
    sentences: [say('refused_incident_resolved', { at: before })],
  });
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
      `resolvedAt ${said} is before the start of the incident, ${new Date(
        fields.startedAt,
      ).toISOString()}`,
    );
  }
  throw new RefusalError({
    message: `${fields.source} reported at ${new Date(
      openAt,
    ).toISOString()} that it was still open; resolvedAt must be later`,
    sentences: [
      say('refused_incident_open', { source: fields.source, at: openAt }),
    ],
  });
}
