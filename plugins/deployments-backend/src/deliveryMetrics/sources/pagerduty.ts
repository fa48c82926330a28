import { textAt, urlAt } from './payload';
import type { Translation } from './translation';
import { NOTHING, unlessLacking } from './translation';

/** Whether users are affected after the event. Other events, such as notes, do not say. */
const GOES_ON: Record<string, boolean> = {
  'incident.triggered': true,
  'incident.acknowledged': true,
  'incident.reopened': true,
  'incident.resolved': false,
};

/** Translates a v3 webhook of PagerDuty. The service is the id of PagerDuty's service. */
export function translatePagerduty(payload: unknown): Translation {
  const type = textAt(payload, 'event.event_type') ?? '';
  const goesOn = Object.hasOwn(GOES_ON, type) ? GOES_ON[type] : undefined;
  if (goesOn === undefined) return NOTHING;
  const occurredAt = textAt(payload, 'event.occurred_at');
  return {
    events: [
      unlessLacking(
        {
          id: textAt(payload, 'event.id'),
          type: 'incident',
          occurredAt,
          service: textAt(payload, 'event.data.service.id'),
          incident: textAt(payload, 'event.data.id'),
          title: textAt(payload, 'event.data.title'),
          url: urlAt(payload, 'event.data.html_url'),
          startedAt: textAt(payload, 'event.data.created_at') ?? occurredAt,
          ...(goesOn ? {} : { resolvedAt: occurredAt }),
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
