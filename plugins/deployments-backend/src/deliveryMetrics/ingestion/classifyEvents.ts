import type { Database } from '../../persistence/database';
import type { EventRecord } from '../persistence/sourceEventRows';
import type { EnvironmentNames } from '../normalize/environmentNames';
import type { EventFacts, NamedTime } from './toSourceRecords';
import { toSourceRecords, occurredAt, listTimes } from './toSourceRecords';
import { toEventId, toNamelessId, toIncidentId } from './eventIdentity';
import { withoutSecrets } from './redactPayload';
import { findServices, isUnique } from './findServices';
import type { Resolution, ServiceNames } from './serviceNames';
import type { ReadResult, SourceEvent } from './sourceEvents';
import { readSourceEvent } from './sourceEvents';

/** The outcome of an event, and the records that an accepted event leads to. */
export interface ClassifiedEvent {
  record: EventRecord;
  records?: EventFacts;
  /** Whether the event contains its source's id for it. */
  hasId: boolean;
}

export interface ClassifyOptions {
  source: string;
  events: readonly unknown[];
  names: ServiceNames;
  environments: EnvironmentNames;
  /** When the events arrived, in epoch milliseconds. */
  now: number;
  /** Whether to bypass the cached catalog. */
  fresh: boolean;
  database: Pick<Database, 'knex'>;
  /** Whether nothing may be stored. */
  isDryRun: boolean;
}

/** Clocks of machines are often off by this much without anybody noticing. */
const TOLERATED_AHEAD_MS = 5 * 60_000;
/** A clock that is off by this much is wrong, and its time would count as the latest report for long. */
const MAX_AHEAD_MS = 24 * 3_600_000;
const MAX_NAME = 300;
/** Larger than any valid event. */
const MAX_BODY = 300_000;

export async function classifyEvents(
  options: ClassifyOptions,
): Promise<ClassifiedEvent[]> {
  const { events, database } = options;
  const read = events.map(readSourceEvent);
  const reported = read.flatMap(one =>
    one.result === 'read' ? [one.event] : [],
  );
  const resolutions = await findServices(reported, {
    ...options,
    on: database.knex,
  });
  const services = new Map(reported.map((event, i) => [event, resolutions[i]]));
  return read.map((one, i) =>
    one.result === 'read'
      ? classifyEvent(one.event, services.get(one.event), events[i], options)
      : rejectInvalid(one, events[i], options),
  );
}

function rejectInvalid(
  wrong: Extract<ReadResult, { result: 'wrong' }>,
  raw: unknown,
  { source, now }: ClassifyOptions,
): ClassifiedEvent {
  const body = toBody(raw);
  const eventId = wrong.id ?? toNamelessId(body);
  return {
    hasId: wrong.id !== undefined,
    record: {
      id: toEventId(source, eventId),
      source,
      eventId,
      type: wrong.type,
      status: 'rejected',
      reason: wrong.reason,
      service: readServiceName(raw),
      receivedAt: now,
      skewed: false,
      body,
    },
  };
}

function classifyEvent(
  event: SourceEvent,
  resolution: Resolution | undefined,
  raw: unknown,
  { source, now, environments }: ClassifyOptions,
): ClassifiedEvent {
  const { tooFar, ahead } = findAhead(event, now);
  const wrong = tooFar ?? ahead;
  const record: Omit<EventRecord, 'status'> = {
    id: toEventId(source, event.id),
    source,
    eventId: event.id,
    type: event.type,
    occurredAt: occurredAt(event),
    // The source's name for the service, until the service is found.
    service: event.service,
    receivedAt: now,
    skewed: wrong !== undefined,
    ...(wrong
      ? {
          reason: `${wrong.field} is ${formatHours(
            wrong.at - now,
          )} h in the future: check the clock of the machine that sent it`,
        }
      : {}),
  };
  const hasId = true;
  if (tooFar) {
    return {
      hasId,
      record: {
        ...record,
        ...(isUnique(resolution)
          ? { service: resolution.services[0].ref }
          : {}),
        status: 'rejected',
        body: toBody(raw),
      },
    };
  }
  if (resolution?.result !== 'found') {
    const reason = resolution?.reason ?? 'The service is unknown';
    const isNoEvent =
      event.service === undefined &&
      toAwaitedIncident(event, source).incidentId === undefined;
    return {
      hasId,
      record: {
        ...record,
        // Only the end of an incident may leave the service out.
        ...(isNoEvent
          ? { status: 'rejected', reason: 'service is missing' }
          : { status: 'unmapped', reason }),
        ...toAwaitedIncident(event, source),
        body: toBody(raw),
      },
    };
  }
  const { services } = resolution;
  // A commit may belong to several services, a deployment or an incident only to one.
  if (services.length > 1 && event.type !== 'change') {
    const refs = services.map(({ ref }) => ref).join(' and ');
    const reason = `${refs} have the same name: use an entity ref, or give each its own name`;
    return {
      hasId,
      record: {
        ...record,
        status: 'unmapped',
        reason,
        ...toAwaitedIncident(event, source),
        body: toBody(raw),
      },
    };
  }
  return {
    hasId,
    record: {
      ...record,
      status: 'accepted',
      // The service of the incident may change with later reports.
      service: services[0].isAssumed ? event.service : services[0].ref,
    },
    records: toSourceRecords(event, source, services, environments),
  };
}

/**
 * The author time comes from the author's machine and cannot be corrected. Without the commit, it would be unknown
 * what was merged with it; of two author times the earlier one wins. A wrong time leads to a negative lead time,
 * which is shown.
 */
const NEVER_TOO_FAR = 'authoredAt';

/** Returns the latest time that is further ahead than usual clock differences, and the latest that is implausible. */
function findAhead(
  event: SourceEvent,
  now: number,
): { ahead?: NamedTime; tooFar?: NamedTime } {
  const times = listTimes(event);
  return {
    ahead: times.find(({ at }) => at - now > TOLERATED_AHEAD_MS),
    tooFar: times.find(
      ({ field, at }) => at - now > MAX_AHEAD_MS && field !== NEVER_TOO_FAR,
    ),
  };
}

/** Returns the service name of an invalid event, for a person who searches for it. */
function readServiceName(raw: unknown): string | undefined {
  const reported =
    typeof raw === 'object' && raw !== null && 'service' in raw
      ? withoutSecrets(raw.service)
      : undefined;
  return typeof reported === 'string' && reported !== ''
    ? reported.slice(0, MAX_NAME)
    : undefined;
}

/** The end of an incident gets its service from the incident, once that is known. */
function toAwaitedIncident(
  event: SourceEvent,
  source: string,
): Pick<EventRecord, 'incidentId'> {
  return event.type === 'incident' && event.resolvedAt !== undefined
    ? { incidentId: toIncidentId(source, event.incident) }
    : {};
}

function formatHours(ms: number): string {
  return (ms / 3_600_000).toFixed(1);
}

/** Returns the event as stored for reprocessing. An invalid event may contain anything. */
function toBody(raw: unknown): string {
  const body = JSON.stringify(withoutSecrets(raw)) ?? 'null';
  return body.length <= MAX_BODY
    ? body
    : JSON.stringify({ tooLarge: body.slice(0, 1000) });
}

/** Chooses one event per id: the first of those with the best outcome. */
export function chooseBest(
  classified: readonly ClassifiedEvent[],
): Map<string, ClassifiedEvent> {
  const chosen = new Map<string, ClassifiedEvent>();
  for (const one of classified) {
    const known = chosen.get(one.record.id);
    if (!known || rankStatus(one) > rankStatus(known)) {
      chosen.set(one.record.id, one);
    }
  }
  return chosen;
}

function rankStatus({ record }: ClassifiedEvent): number {
  return ['rejected', 'unmapped', 'accepted'].indexOf(record.status);
}
