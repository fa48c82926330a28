import type { DoraRow } from '@slipway/backstage-plugin-deployments-common';
import { formatDayTime, type Reader } from '../../../shared/format/time';
import type {
  TimelineIncident,
  TimelinePoint,
} from '../charts/FailureTimeline';

/** Builds a timeline's marks from the fail rate's rows. An incident of several deployments is one mark. */
export function buildTimeline(
  rows: readonly DoraRow[],
  options: {
    zone: Reader;
    to: number;
    explain: (row: DoraRow) => string | undefined;
  },
): { deployments: TimelinePoint[]; incidents: TimelineIncident[] } {
  const { zone, to, explain } = options;
  const linked = new Map(
    rows
      .flatMap(row => row.incidents ?? [])
      .map(incident => [incident.id, incident]),
  );
  return {
    deployments: rows.map(row => ({
      id: row.id,
      at: Date.parse(row.at),
      failed: row.hit === true,
      text: [
        [row.service, row.version].filter(Boolean).join(' '),
        formatDayTime(row.at, zone),
        explain(row),
        ...(row.incidents ?? []).map(({ title }) => title),
      ].filter(line => line !== undefined),
    })),
    incidents: [...linked.values()].map(incident => ({
      id: incident.id,
      from: Date.parse(incident.startedAt),
      to: incident.resolvedAt ? Date.parse(incident.resolvedAt) : to,
      text: describeIncident(incident, zone),
    })),
  };
}

function describeIncident(
  incident: NonNullable<DoraRow['incidents']>[number],
  zone: Reader,
): string[] {
  const { title, startedAt, resolvedAt } = incident;
  return [
    title,
    `${formatDayTime(startedAt, zone)} – ${
      resolvedAt ? formatDayTime(resolvedAt, zone) : '…'
    }`,
  ];
}
