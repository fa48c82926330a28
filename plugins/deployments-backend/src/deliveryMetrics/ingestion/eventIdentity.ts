import { createHash } from 'node:crypto';

/**
 * Ids of records from other sources. They are derived from the source's ids, so that every replica, and every link to
 * a record that is still to come, computes the same id.
 */
export function toDeploymentId(source: string, sourceId: string): string {
  return hashJson('deployment', source, sourceId);
}

export function toIncidentId(source: string, sourceId: string): string {
  return hashJson('incident', source, sourceId);
}

export function toAlertId(source: string, alert: string): string {
  return hashJson('alert', source, alert);
}

export function toEventId(source: string, eventId: string): string {
  return hashJson('event', source, eventId);
}

const NAMELESS = 'no-id:';

/** Gives the same invalid event the same id, so that it is one dead letter however often it is sent. */
export function toNamelessId(body: string): string {
  return `${NAMELESS}${hashJson(body)}`;
}

export function isNameless(eventId: string): boolean {
  return eventId.startsWith(NAMELESS);
}

function hashJson(...parts: string[]): string {
  return createHash('sha256')
    .update(JSON.stringify(parts))
    .digest('hex')
    .slice(0, 40);
}
