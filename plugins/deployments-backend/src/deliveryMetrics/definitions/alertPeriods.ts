/** One notification of an alert: it has been firing since a time, or it fired from one time to another. */
export interface AlertNotification {
  /** Epoch milliseconds. */
  startedAt: number;
  /** Absent: it is still firing. */
  endedAt?: number;
  /** The source's id of the incident that this notification alone would be. */
  incident: string;
}

/** A time in which an alert fired without a pause. */
export interface AlertPeriod {
  startedAt: number;
  /** The latest start that was reported without an end; absent if only ends were reported. */
  firingAt?: number;
  endedAt?: number;
  /** Ordered by start. The first one identifies the period. */
  notifications: AlertNotification[];
}

/**
 * Returns the periods in which an alert fired. The notifications of one period need not agree on its start: Grafana
 * sends an end whose start equals that end, and Alertmanager moves the start to the earliest of its replicas. So the
 * first end at or after a start closes it, and overlapping periods are merged. The result depends only on the set of
 * notifications.
 */
export function findAlertPeriods(
  notifications: readonly AlertNotification[],
): AlertPeriod[] {
  const ordered = [...notifications].sort(byStart);
  const ends = ordered
    .flatMap(({ endedAt }) => endedAt ?? [])
    .sort((a, b) => a - b);
  const periods: AlertPeriod[] = [];
  for (const notification of ordered) {
    const { startedAt, endedAt } = notification;
    const end = endedAt ?? ends.find(at => at >= startedAt);
    const last = periods[periods.length - 1];
    if (last && startedAt <= (last.endedAt ?? Infinity)) {
      last.notifications.push(notification);
      last.endedAt =
        last.endedAt === undefined || end === undefined
          ? undefined
          : Math.max(last.endedAt, end);
    } else {
      periods.push({
        startedAt,
        ...(end === undefined ? {} : { endedAt: Math.max(startedAt, end) }),
        notifications: [notification],
      });
    }
  }
  for (const period of periods) {
    const firing = period.notifications.filter(
      ({ endedAt }) => endedAt === undefined,
    );
    period.firingAt = firing[firing.length - 1]?.startedAt;
  }
  return periods;
}

function byStart(a: AlertNotification, b: AlertNotification): number {
  return (
    a.startedAt - b.startedAt ||
    (a.endedAt ?? Infinity) - (b.endedAt ?? Infinity) ||
    (a.incident < b.incident ? -1 : 1)
  );
}
