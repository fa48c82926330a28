import type { IngestResponse } from '@slipway/backstage-plugin-deployments-common';
import { InputError } from '@backstage/errors';
import type { Database } from '../../persistence/database';
import {
  findAccepted,
  findWaitingEvents,
} from '../persistence/sourceEventRows';
import { readIncidentServices } from '../persistence/incidentRows';
import type { DeadLetters } from './deadLetters';
import { createDeadLetters } from './deadLetters';
import type { EnvironmentNames } from '../normalize/environmentNames';
import type { ClassifiedEvent } from './classifyEvents';
import { chooseBest, classifyEvents } from './classifyEvents';
import { persistBatch } from './persistBatch';
import { importDemoDeployments } from './importDemoDeployments';
import { PORTAL } from '../projections/ingestOwnDeployments';
import type { ServiceNames } from './serviceNames';

/** The events that one request reports. */
interface ReportedEvents {
  source: string;
  /** As received; each is parsed separately. */
  events: readonly unknown[];
  /** Returns the outcomes without storing anything. */
  dryRun?: boolean;
}

/** Ingests the reports of other pipelines and tools. */
export interface DoraIngestion {
  /** Throws InputError for a reserved source name. */
  ingest(reported: ReportedEvents): Promise<IngestResponse>;
  /** See {@link importDemoDeployments}. */
  importDemo(events: readonly unknown[]): Promise<void>;
  /** Events that could not be used. */
  deadLetters: DeadLetters;
}

export interface IngestionOptions {
  database: Database;
  names: ServiceNames;
  environments: EnvironmentNames;
}

export function createDoraIngestion(options: IngestionOptions): DoraIngestion {
  const { database } = options;
  const persist = persistBatch(database);

  const deadLetters = createDeadLetters(options);

  /**
   * Retries ends of incidents whose start was unknown when they arrived: those that waited for a start of this
   * request, and those of this request whose start has been stored since.
   */
  const retryEnds = async (
    classified: readonly ClassifiedEvent[],
    repeated: ReadonlySet<string>,
  ) => {
    const incidents = classified
      .filter(({ record }) => !repeated.has(record.id))
      .flatMap(({ records }) => records?.incidents ?? [])
      .map(({ fields }) => fields.id);
    const ends = classified.flatMap(({ record: { status, incidentId } }) =>
      status === 'unmapped' && incidentId !== undefined ? [incidentId] : [],
    );
    const started = await readIncidentServices(database.knex, ends);
    const waiting = await findWaitingEvents(database.knex, [
      ...incidents,
      ...started.keys(),
    ]);
    if (waiting.length > 0) await deadLetters.retry(waiting);
  };

  const take = async ({
    source,
    events,
    dryRun = false,
  }: ReportedEvents): Promise<IngestResponse['results']> => {
    // The estimate saves a round trip for each event that arrives alone.
    const now = database.estimateNow();
    const classified = await classifyEvents({
      ...options,
      source,
      events,
      now,
      fresh: false,
      isDryRun: dryRun,
    });
    const chosen = chooseBest(classified);
    const repeated = dryRun
      ? await findAccepted(database.knex, [...chosen.keys()])
      : await persist([...chosen.values()], now);
    if (!dryRun) await retryEnds([...chosen.values()], repeated);
    return classified.map(one => {
      const { id, eventId, status, reason } = one.record;
      const isSecond = status === 'accepted' && chosen.get(id) !== one;
      return {
        ...(one.hasId ? { id: eventId } : {}),
        ...(isSecond || repeated.has(id)
          ? { status: 'repeated' }
          : { status, reason }),
      };
    });
  };

  return {
    async ingest(reported) {
      if (reported.source.toLocaleLowerCase('en-US') === PORTAL) {
        throw new InputError(
          `source must not be ${PORTAL}, which is this portal itself: use the name of the pipeline or tool that reports`,
        );
      }
      const results = await take(reported);
      const count = (status: IngestResponse['results'][number]['status']) =>
        results.filter(result => result.status === status).length;
      return {
        accepted: count('accepted'),
        repeated: count('repeated'),
        unmapped: count('unmapped'),
        rejected: count('rejected'),
        results,
      };
    },

    importDemo: events => importDemoDeployments(options, events),

    deadLetters,
  };
}
