import { listAt, nameOf, textAt, urlAt, valueAt } from './payload';
import type { Translation } from './translation';

export interface AlertmanagerSettings {
  /** The label that names the service. */
  serviceLabel: string;
}

/**
 * What a webhook of Alertmanager (version 4) tells: each time that an alert fires is an incident of its own. Which alerts
 * those are Alertmanager's routes decide.
 */
export function translateAlertmanager(
  payload: unknown,
  { serviceLabel }: AlertmanagerSettings,
): Translation {
  return {
    events: listAt(payload, 'alerts').map(alert => {
      const startsAt = textAt(alert, 'startsAt');
      const incident = nameOf(textAt(alert, 'fingerprint'), startsAt);
      const isResolved = textAt(alert, 'status') === 'resolved';
      const resolvedAt = isResolved ? textAt(alert, 'endsAt') : undefined;
      return {
        id: isResolved
          ? nameOf(incident, 'resolved', resolvedAt)
          : nameOf(incident, 'firing'),
        type: 'incident',
        // Labels may have any name, one with dots as well.
        service: textAt(
          { label: labelOf(valueAt(alert, 'labels'), serviceLabel) },
          'label',
        ),
        incident,
        title:
          textAt(alert, 'annotations.summary') ??
          textAt(alert, 'labels.alertname'),
        url: urlAt(alert, 'generatorURL'),
        startedAt: startsAt,
        ...(isResolved ? { resolvedAt } : {}),
      };
    }),
  };
}

function labelOf(labels: unknown, name: string): unknown {
  return typeof labels === 'object' &&
    labels !== null &&
    Object.hasOwn(labels, name)
    ? (labels as Record<string, unknown>)[name]
    : undefined;
}
