import type { Knex } from 'knex';
import { readAlertServices } from '../persistence/alerts';
import { readIncidentServices } from '../persistence/incidentRows';
import { putSourceNames, readSourceNames } from '../persistence/sourceNames';
import { toAlertId, toIncidentId } from './eventIdentity';
import type { Resolution, ServiceNames } from './serviceNames';
import type { IncidentEvent, SourceEvent } from './sourceEvents';

const NAMELESS: Resolution = {
  result: 'unknown',
  reason: 'The event names no service, and its incident is unknown',
};

export interface FindOptions {
  on: Knex;
  source: string;
  names: ServiceNames;
  now: number;
  /** Whether to bypass the cached catalog. */
  fresh: boolean;
  /** Whether the events' names for services must not be stored. */
  isDryRun: boolean;
}

/**
 * Finds the service of each event: by the source's id for it, by its name, or by a name that the source used for that
 * id before. The end of an incident gets the service of the incident.
 */
export async function findServices(
  events: readonly SourceEvent[],
  options: FindOptions,
): Promise<Resolution[]> {
  const { source, names, fresh } = options;
  const earlier = await storeNames(events, options);
  const candidates = events.map(({ service, serviceId }) => [
    ...(serviceId === undefined ? [] : [serviceId]),
    ...(service === undefined ? [] : [service]),
    ...(earlier.get(serviceId ?? '') ?? []),
  ]);
  const resolutions = await names.resolve(source, candidates.flat(), { fresh });
  const found = events.map((event, i): Resolution => {
    const all = candidates[i].flatMap(name => resolutions.get(name) ?? []);
    const first = all.find(({ result }) => result === 'found');
    const byName = resolutions.get(event.service ?? '');
    return first ?? byName ?? NAMELESS;
  });
  return findByIncident(events, found, options);
}

/** Stores the names of repositories by id, because a renamed repository keeps its id. Returns the earlier names. */
async function storeNames(
  events: readonly SourceEvent[],
  { on, source, now, isDryRun }: FindOptions,
): Promise<Map<string, string[]>> {
  const reported = new Map(
    events.flatMap(({ serviceId, service }) =>
      serviceId === undefined || service === undefined
        ? []
        : [
            [
              JSON.stringify([serviceId, service]),
              { serviceId, name: service },
            ],
          ],
    ),
  );
  if (reported.size === 0) return new Map();
  const ids = new Set([...reported.values()].map(({ serviceId }) => serviceId));
  const known = await readSourceNames(on, source, [...ids]);
  const isNew = [...reported.values()].filter(
    ({ serviceId, name }) => !known.get(serviceId)?.includes(name),
  );
  if (isNew.length > 0 && !isDryRun) {
    await putSourceNames(on, source, isNew, now);
  }
  return known;
}

async function findByIncident(
  events: readonly SourceEvent[],
  found: readonly Resolution[],
  { on, source }: FindOptions,
): Promise<Resolution[]> {
  // An alert is one thing, whatever its notifications call the incidents.
  const toId = ({ alert, incident }: IncidentEvent) =>
    alert === undefined
      ? toIncidentId(source, incident)
      : toAlertId(source, alert);
  const left = events.flatMap((event, i) =>
    isEnd(event) && !isUnique(found[i]) ? [event] : [],
  );
  if (left.length === 0) return [...found];
  const known = new Map([
    ...(await readIncidentServices(on, left.map(toId))),
    ...(await readAlertServices(
      on,
      left.flatMap(event => (event.alert === undefined ? [] : [toId(event)])),
      notification => toIncidentId(source, notification.incident),
    )),
  ]);
  // The start may be in the same request.
  events.forEach((event, i) => {
    const resolution = found[i];
    if (event.type === 'incident' && isUnique(resolution)) {
      known.set(toId(event), resolution.services[0].ref);
    }
  });
  return events.map((event, i) => {
    const ref =
      isEnd(event) && !isUnique(found[i]) ? known.get(toId(event)) : undefined;
    return ref === undefined
      ? found[i]
      : { result: 'found', services: [{ ref, isAssumed: true }] };
  });
}

/**
 * The end of a known incident needs no service. Other events of an incident do, so that they can be mapped once the
 * catalog knows their service.
 */
function isEnd(event: SourceEvent): event is IncidentEvent {
  return event.type === 'incident' && event.resolvedAt !== undefined;
}

export function isUnique(
  resolution: Resolution | undefined,
): resolution is Extract<Resolution, { result: 'found' }> {
  return resolution?.result === 'found' && resolution.services.length === 1;
}
