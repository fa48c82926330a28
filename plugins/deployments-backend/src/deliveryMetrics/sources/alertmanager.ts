import { listAt, getName, textAt, urlAt, valueAt } from './payload';
import type { Translation } from './translation';
import { requireFields } from './translation';

export interface AlertmanagerSettings {
  /** The label that contains the service. */
  serviceLabel: string;
  /** The label that contains the environment; an alert without it affects production. */
  environmentLabel: string;
}

/**
 * Translates a webhook of Alertmanager (version 4) or Grafana: each period in which an alert fires is an incident.
 * Alertmanager's routes decide which alerts are sent.
 */
export function translateAlertmanager(
  payload: unknown,
  { serviceLabel, environmentLabel }: AlertmanagerSettings,
): Translation {
  return {
    events: listAt(payload, 'alerts').map(alert => {
      const startsAt = textAt(alert, 'startsAt');
      const fingerprint = textAt(alert, 'fingerprint');
      const incident = getName(fingerprint, startsAt);
      const isResolved = textAt(alert, 'status') === 'resolved';
      const resolvedAt = isResolved ? readEnd(alert) : undefined;
      return requireFields(
        {
          id: isResolved
            ? getName(incident, 'resolved', resolvedAt ?? '')
            : getName(incident, 'firing'),
          type: 'incident',
          service: getLabel(alert, serviceLabel),
          environment: getLabel(alert, environmentLabel, 255),
          incident,
          alert: fingerprint,
          title:
            textAt(alert, 'annotations.summary') ??
            textAt(alert, 'labels.alertname'),
          url: urlAt(alert, 'generatorURL'),
          startedAt: startsAt,
          ...(isResolved ? { resolvedAt } : {}),
        },
        {
          service: `the label ${serviceLabel}`,
          startedAt: 'startsAt',
          incident: 'fingerprint or startsAt',
          ...(isResolved ? { resolvedAt: 'endsAt' } : {}),
        },
      );
    }),
  };
}

/** An unset time is the first moment of Go's calendar. */
function readEnd(alert: unknown): string | undefined {
  const endsAt = textAt(alert, 'endsAt');
  return endsAt?.startsWith('0001-01-01T') ? undefined : endsAt;
}

/** Labels may have any name, including dots. */
function getLabel(
  alert: unknown,
  name: string,
  max?: number,
): string | undefined {
  const labels = valueAt(alert, 'labels');
  const label =
    typeof labels === 'object' && labels !== null && Object.hasOwn(labels, name)
      ? (labels as Record<string, unknown>)[name]
      : undefined;
  return textAt({ label }, 'label', max);
}
