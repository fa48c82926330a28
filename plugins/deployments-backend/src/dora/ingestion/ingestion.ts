import type {
  EnvironmentTier,
  IngestAnswer,
  IngestedEvent,
} from '@slipway/backstage-plugin-deployments-common';
import { InputError } from '@backstage/errors';
import type { Database } from '../../store/database';
import { markDirty } from '../../store/dora/dirty';
import type { EventStatus } from '../../store/dora/events';
import {
  findAccepted,
  listDeadLetters,
  putEvents,
  readEvent,
} from '../../store/dora/events';
import type { DeploymentRecord } from '../../store/dora/facts';
import {
  putChanges,
  putDeployments,
  putIncidents,
  putLinks,
} from '../../store/dora/facts';
import type { Judged } from './judge';
import { judgeEvents } from './judge';
import { mergeChanges, mergeDeployments, mergeIncidents } from './merge';
import { PORTAL } from './ownDeployments';
import { presentEvent } from './presentEvent';
import type { ServiceNames } from './serviceNames';

/** What sources tell, as one request holds it. */
export interface Telling {
  source: string;
  /** As they came; each is read by itself. */
  events: readonly unknown[];
  /** Says what would become of them, and keeps nothing. */
  dryRun?: boolean;
}

/** Takes in what other pipelines and tools tell. */
export interface DoraIngestion {
  /** Throws InputError for a source that nobody may tell for. */
  ingest(telling: Telling): Promise<IngestAnswer>;
  /** What was not accepted, newest first. Throws InputError for a cursor that is not one. */
  deadLetters(options: {
    status?: Exclude<EventStatus, 'accepted'>;
    limit: number;
    cursor?: string;
  }): Promise<{ items: IngestedEvent[]; nextCursor?: string }>;
  /** Takes an event in again. Undefined: there is no such event. */
  replay(event: string): Promise<IngestedEvent | undefined>;
}

export interface IngestionOptions {
  database: Database;
  names: ServiceNames;
  /** Of environments that sources give no tier. */
  tierOf(environment: string): EnvironmentTier;
}

export function createDoraIngestion(options: IngestionOptions): DoraIngestion {
  const { database } = options;

  const take = async (
    { source, events, dryRun = false }: Telling,
    { fresh = false } = {},
  ): Promise<IngestAnswer['results']> => {
    // Asking would be one more way to the database for each event that comes alone.
    const now = database.estimateNow();
    const judged = await judgeEvents({
      ...options,
      source,
      events,
      now,
      fresh,
    });
    const chosen = chooseOnes(judged);
    const repeated = dryRun
      ? await findAccepted(database.knex, [...chosen.keys()])
      : await database.transaction(trx => keep(trx, [...chosen.values()], now));
    return judged.map(one => {
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
    async ingest(telling) {
      if (telling.source.toLocaleLowerCase('en-US') === PORTAL) {
        throw new InputError(
          `source must not be ${PORTAL}, which is this portal itself: name the pipeline or tool that tells`,
        );
      }
      const results = await take(telling);
      const count = (status: IngestAnswer['results'][number]['status']) =>
        results.filter(result => result.status === status).length;
      return {
        accepted: count('accepted'),
        repeated: count('repeated'),
        unmapped: count('unmapped'),
        rejected: count('rejected'),
        results,
      };
    },

    async deadLetters(asked) {
      const { items, nextCursor } = await listDeadLetters(database.knex, asked);
      return { items: items.map(presentEvent), nextCursor };
    },

    async replay(event) {
      const record = await readEvent(database.knex, event);
      if (record && record.status !== 'accepted' && record.body !== undefined) {
        await take(
          { source: record.source, events: [JSON.parse(record.body)] },
          { fresh: true },
        );
      }
      const after = record && (await readEvent(database.knex, event));
      return after && presentEvent(after);
    },
  };
}

/** Of events with the same id in one request the first counts that can be used. */
function chooseOnes(judged: readonly Judged[]): Map<string, Judged> {
  const chosen = new Map<string, Judged>();
  for (const one of judged) {
    const known = chosen.get(one.record.id)?.record.status;
    if (!known || (known !== 'accepted' && one.facts)) {
      chosen.set(one.record.id, one);
    }
  }
  return chosen;
}

/** Keeps what was judged and makes facts of it. Returns the ids of events that were accepted before. */
async function keep(
  trx: Parameters<typeof putEvents>[0],
  judged: readonly Judged[],
  now: number,
): Promise<Set<string>> {
  const repeated = await putEvents(
    trx,
    judged.map(({ record }) => record),
  );
  const facts = judged.flatMap(({ record, facts: told }) =>
    told && !repeated.has(record.id) ? [told] : [],
  );
  const touched = [
    ...(await putDeployments(
      trx,
      facts.flatMap(({ deployments }) => deployments),
      correct,
    )),
    ...(await putChanges(
      trx,
      facts.flatMap(({ changes }) => changes),
      mergeChanges,
    )),
    ...(await putIncidents(
      trx,
      facts.flatMap(({ incidents }) => incidents),
      mergeIncidents,
    )),
  ];
  await putLinks(
    trx,
    facts.flatMap(({ links }) => links),
  );
  await markDirty(trx, touched, now);
  return repeated;
}

/** Whose the service was by the catalog when the deployment became known, no correction changes. */
function correct(
  known: DeploymentRecord,
  told: DeploymentRecord,
): DeploymentRecord {
  const merged = mergeDeployments(known, told);
  const isOther = known.fact.service !== merged.fact.service;
  if (merged === known || isOther || known.ownersTold || told.ownersTold) {
    return merged;
  }
  const { ownerGroup, system } = known.fact;
  return { ...merged, fact: { ...merged.fact, ownerGroup, system } };
}
