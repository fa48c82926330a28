import type { TargetLink } from '@slipway/backstage-plugin-deployments-node';
import type { FiringAlert } from './listFiringAlerts';

const MAX_NAMED = 5;

/** Describes firing alerts in a sentence, without its full stop: `2 alerts are firing: HighErrorRate (critical), Slow`. */
export function describeAlerts(alerts: readonly FiringAlert[]): string {
  const titles = [...new Set(alerts.map(formatTitle))];
  const more = titles.length - MAX_NAMED;
  const named = titles.slice(0, MAX_NAMED).join(', ');
  const count =
    alerts.length === 1 ? 'An alert is' : `${alerts.length} alerts are`;
  return `${count} firing: ${named}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Lists links to the expressions of the alerts, one for each title. */
export function listAlertLinks(alerts: readonly FiringAlert[]): TargetLink[] {
  const links = new Map(
    alerts.flatMap(alert =>
      alert.url === undefined
        ? []
        : [[formatTitle(alert), { title: formatTitle(alert), url: alert.url }]],
    ),
  );
  return [...links.values()];
}

function formatTitle({ name, severity }: FiringAlert): string {
  return severity ? `${name} (${severity})` : name;
}
