import { createHash } from 'node:crypto';

/**
 * Ids of what other sources tell of. They follow from what the source calls it, so that whoever hears of it first, and
 * links that name what is still to come, know it by the same id.
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

/** The same bad event, sent again, is the same dead letter. */
export function idOfNameless(body: string): string {
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
