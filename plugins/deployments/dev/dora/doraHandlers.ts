import type {
  DoraInterval,
  DoraMetricName,
} from '@slipway/backstage-plugin-deployments-common';
import { DateTime } from 'luxon';
import { http, HttpResponse } from 'msw';
import { QUALITY, rows, SELECTION } from '../../src/__testUtils__/doraFixtures';
import { answers, BASE_URL, refusal } from '../../src/__testUtils__/handlers';
import { paginate } from '../paginate';
import type { Portal } from '../portal';
import { buildMetrics } from './buildMetrics';
import { buildRows, type RowFilter } from './buildRows';

function readZone(query: URLSearchParams): string {
  return query.get('timeZone') ?? SELECTION.timeZone;
}

/** The selection of a request. Its range is whole days, the last 90 unless it says otherwise. */
function readFilter(query: URLSearchParams): RowFilter {
  const zone = readZone(query);
  const today = DateTime.now().setZone(zone).startOf('day');
  const readDay = (key: string) => {
    const day = query.get(key);
    return day ? DateTime.fromISO(day, { zone }) : undefined;
  };
  const last = readDay('to') ?? today;
  const first =
    readDay('from') ?? last.minus({ days: SELECTION.defaultWindowDays - 1 });
  return {
    from: first.toMillis(),
    to: last.plus({ days: 1 }).toMillis(),
    tier: query.get('tier') ?? 'production',
    service: query.get('service') ?? undefined,
    owner: query.get('owner') ?? undefined,
    system: query.get('system') ?? undefined,
  };
}

function distinct(values: (string | undefined)[]): string[] {
  return [...new Set(values.flatMap(value => value ?? []))].sort();
}

/** The delivery metrics of a portal. */
export function doraHandlers(portal: Portal) {
  const { services, incidents } = portal;
  return [
    answers('/dora/selection', {
      ...SELECTION,
      owners: distinct(services.map(({ owner }) => owner)),
      systems: distinct(services.map(({ system }) => system)),
      services: services.map(({ entityRef }) => entityRef),
    }),
    answers('/dora/metrics', request => {
      const query = new URL(request.url).searchParams;
      return {
        ...buildMetrics(portal, readFilter(query), {
          interval: (query.get('interval') as DoraInterval | null) ?? 'week',
          timeZone: readZone(query),
        }),
      };
    }),
    http.get(`${BASE_URL}/dora/metrics/:metric/rows`, ({ params, request }) => {
      const query = new URL(request.url).searchParams;
      const metric = params.metric as DoraMetricName;
      const all = buildRows(portal, metric, readFilter(query));
      const items = all.filter(
        ({ counted, reason }) =>
          [null, String(counted)].includes(query.get('counted')) &&
          [null, String(reason)].includes(query.get('reason')),
      );
      return HttpResponse.json({
        ...rows({ items: all }),
        metric,
        ...paginate(items, request),
      });
    }),
    answers('/dora/quality', request => {
      const { searchParams } = new URL(request.url);
      const filter = readFilter(searchParams);
      const { cards } = buildMetrics(portal, filter, {
        interval: 'week',
        timeZone: readZone(searchParams),
      });
      const deployed = distinct(
        buildRows(portal, 'change-fail-rate', filter).map(
          ({ service }) => service,
        ),
      );
      const linked = buildRows(portal, 'recovery-time', filter).flatMap(
        ({ incidents: own = [] }) => own,
      );
      return {
        ...QUALITY,
        excluded: cards.flatMap(({ metric, excluded }) =>
          excluded.map(each => ({ metric, ...each })),
        ),
        unmappedEvents: 0,
        services: deployed.length,
        servicesWithoutIncidents: deployed.filter(
          ref => !incidents.some(({ service }) => service === ref),
        ),
        links: linked.length,
        inferredLinks: linked.filter(({ origin }) => origin === 'inferred')
          .length,
      };
    }),
    answers('/dora/incidents', request => {
      const query = new URL(request.url).searchParams;
      return paginate(
        incidents.filter(
          ({ service, resolvedAt }) =>
            [null, service].includes(query.get('service')) &&
            [null, String(!resolvedAt)].includes(query.get('open')),
        ),
        request,
      );
    }),
    http.get(`${BASE_URL}/dora/incidents/:incident`, ({ params }) => {
      const found = incidents.find(({ id }) => id === params.incident);
      return found
        ? HttpResponse.json(found)
        : refusal(404, 'NotFoundError', 'There is no such incident');
    }),
    answers('/dora/events', { items: [], total: 0, sources: [] }),
  ];
}
