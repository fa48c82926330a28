import type { IngestedEvent } from '@slipway/backstage-plugin-deployments-common';
import type { EventRecord } from '../persistence/sourceEventRows';
import { isNameless } from './eventIdentity';

const SHOWN_BODY = 16_000;

/** Returns an event as operators see it. */
export function toEventView(record: EventRecord): IngestedEvent {
  const { id, source, eventId, type, status, reason, service } = record;
  const { occurredAt, receivedAt, skewed, body = '' } = record;
  return {
    event: id,
    source,
    ...(isNameless(eventId) ? {} : { id: eventId }),
    ...(type === undefined ? {} : { type }),
    status,
    ...(reason === undefined ? {} : { reason }),
    ...(service === undefined ? {} : { service }),
    ...(occurredAt === undefined
      ? {}
      : { occurredAt: new Date(occurredAt).toISOString() }),
    receivedAt: new Date(receivedAt).toISOString(),
    ...(skewed ? { skewed } : {}),
    body: body.slice(0, SHOWN_BODY),
    ...(body.length > SHOWN_BODY ? { bodyCut: true } : {}),
  };
}
