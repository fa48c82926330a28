import { createHash, randomUUID } from 'node:crypto';
import { ConflictError, InputError } from '@backstage/errors';
import { isWebAddress } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import type { Caller } from '../../application/caller';
import type { Database } from '../../persistence/database';
import type { IncidentRecord } from '../persistence/storedRecords';
import { putIncidents } from '../persistence/sourceRecordRows';
import { findLink, lockIncident } from '../persistence/incidentRows';
import { PORTAL } from '../projections/ingestOwnDeployments';
import { toTitle } from '../normalize/plainText';
import { requireDeployment, writeLink } from './linkIncident';
import { recordStatement } from './recordIncident';
import { parseReportedTime } from './incidentTimes';

export interface OpenRequest {
  /** Entity ref of an existing service. */
  service: string;
  title: string;
  url?: string;
  startedAt?: string;
  /** Id of a deployment of the service. */
  causedBy?: string;
}

export async function openIncident(
  database: Database,
  request: OpenRequest,
  caller: Caller,
  idempotencyKey: string | undefined,
): Promise<{ id: string; created: boolean }> {
  const title = readTitle(request.title);
  const url = readUrl(request.url);
  const id =
    idempotencyKey === undefined
      ? randomUUID()
      : toId(caller.principal.principal, idempotencyKey);
  return database.transaction(async trx => {
    const now = await database.now(trx);
    const { service, causedBy } = request;
    const startedAt = parseReportedTime(request.startedAt, 'startedAt', now);
    const known = await lockIncident(trx, id);
    if (known) {
      await requireSame(trx, known, { ...request, title, url });
      return { id, created: false };
    }
    if (causedBy !== undefined) {
      await requireDeployment(trx, service, causedBy, 'causedBy');
    }
    const record: IncidentRecord = {
      service,
      fields: { id, source: PORTAL, title, url, startedAt },
      sourceId: id,
      openAt: startedAt,
      openedBy: caller.principal.principal,
      demo: false,
      reported: { occurredAt: now, eventId: randomUUID() },
    };
    await putIncidents(trx, [record], first => first);
    // Of two simultaneous requests with one key, the second finds the row of the first.
    const written = await lockIncident(trx, id);
    if (written && written.reported.eventId !== record.reported.eventId) {
      await requireSame(trx, written, { ...request, title, url });
      return { id, created: false };
    }
    if (causedBy !== undefined) {
      await writeLink(trx, {
        incident: id,
        deployment: causedBy,
        role: 'caused',
        stand: 'linked',
        by: caller.principal.principal,
        at: now,
      });
    }
    await recordStatement(trx, {
      action: 'incident.opened',
      caller,
      service,
      deploymentId: causedBy,
      details: {
        incident: id,
        title,
        startedAt: new Date(startedAt).toISOString(),
      },
      now,
    });
    return { id, created: true };
  });
}

async function requireSame(
  trx: Knex.Transaction,
  known: IncidentRecord,
  { service, title, url, startedAt, causedBy }: OpenRequest,
): Promise<void> {
  const { fields } = known;
  const link =
    causedBy === undefined ||
    (await findLink(trx, {
      incident: fields.id,
      deployment: causedBy,
      role: 'caused',
    }));
  const isSame =
    known.service === service &&
    fields.title === title &&
    fields.url === url &&
    (startedAt === undefined ||
      // A time from a client clock that was ahead was replaced by the time of the request.
      Math.min(Date.parse(startedAt), known.reported.occurredAt) ===
        fields.startedAt) &&
    link;
  if (!isSame) {
    throw new ConflictError(
      'This Idempotency-Key was used for another incident; use a new one',
    );
  }
}

/** Scopes an idempotency key to its caller. */
function toId(principal: string, key: string): string {
  return createHash('sha256')
    .update(JSON.stringify(['incident', principal, key]))
    .digest('hex')
    .slice(0, 40);
}

function readTitle(title: string): string {
  const plain = toTitle(title);
  if (plain === undefined) {
    throw new InputError('title must say in a few words what users notice');
  }
  return plain;
}

/** Validates a URL that becomes a link in the portal, so that it cannot run as code in a browser. */
function readUrl(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  if (!isWebAddress(url)) {
    throw new InputError(
      'url must be a web address that starts with https:// or http:// and contains no password',
    );
  }
  return url;
}
