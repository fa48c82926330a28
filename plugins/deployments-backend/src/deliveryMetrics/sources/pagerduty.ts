import { textAt, urlAt } from './payload';
import type { Translation } from './translation';
import { NOTHING, requireFields } from './translation';

/** Whether users are affected after the event. Other events, such as notes, do not say. */
const LEAVES_OPEN: Record<string, boolean> = {
  'incident.triggered': true,
  'incident.acknowledged': true,
  'incident.reopened': true,
  'incident.resolved': false,
};

/** Translates a v3 webhook of PagerDuty. The service is the id of PagerDuty's service. */
export function translatePagerduty(payload: unknown): Translation {
  const type = textAt(payload, 'event.event_type') ?? '';
  const isOpen = Object.hasOwn(LEAVES_OPEN, type)
    ? LEAVES_OPEN[type]
    : undefined;
  if (isOpen === undefined) return NOTHING;
  const occurredAt = textAt(payload, 'event.occurred_at');
  return {
    events: [
      requireFields(
        {
          id: textAt(payload, 'event.id'),
          type: 'incident',
          occurredAt,
          service: textAt(payload, 'event.data.service.id'),
          incident: textAt(payload, 'event.data.id'),
          title: textAt(payload, 'event.data.title'),
          url: urlAt(payload, 'event.data.html_url'),
          startedAt: textAt(payload, 'event.data.created_at') ?? occurredAt,
          ...(isOpen ? {} : { resolvedAt: occurredAt }),
        },
        {
          id: 'event.id',
          occurredAt: 'event.occurred_at',
          service: 'event.data.service.id',
          incident: 'event.data.id',
        },
      ),
    ],
  };
}
