import { InputError, NotFoundError } from '@backstage/errors';
import type {
  IngestResponse,
  IngestRequest,
  IngestedEvent,
  IngestedEvents,
  ReplayResponse,
  ReplayRequest,
} from '@slipway/backstage-plugin-deployments-common';
import {
  doraIngestPermission,
  doraManagePermission,
} from '@slipway/backstage-plugin-deployments-common';
import type { DeadLetterFilter } from '../ingestion/deadLetters';
import type { Caller } from '../../application/caller';
import { requireTime } from '../../http/requireTime';
import type { DoraContext } from './doraContext';

/** Ingests the events of a request. Throws NotAllowedError, and InputError for a reserved source name. */
export async function ingest(
  { api, dora }: DoraContext,
  caller: Caller,
  request: IngestRequest,
): Promise<IngestResponse> {
  await api.access.require(caller.credentials, doraIngestPermission);
  return dora.ingestion.ingest(request);
}

/**
 * Lists the dead letters, newest first. They may name services that the caller cannot see, so only operators may list
 * them.
 */
export async function listIngestedEvents(
  { api, dora }: DoraContext,
  caller: Caller,
  asked: NonNullable<ReplayRequest['match']> & {
    limit: number;
    cursor?: string;
  },
): Promise<IngestedEvents> {
  await api.access.require(caller.credentials, doraManagePermission);
  const { limit, cursor, ...match } = asked;
  return dora.ingestion.deadLetters.list({
    ...getFilter(match),
    limit,
    cursor,
  });
}

/** Returns one event. Throws NotFoundError if there is none. */
export async function getIngestedEvent(
  { api, dora }: DoraContext,
  caller: Caller,
  id: string,
): Promise<IngestedEvent> {
  await api.access.require(caller.credentials, doraManagePermission);
  return found(await dora.ingestion.deadLetters.find(id), id);
}

/** Reprocesses one event. Throws NotFoundError if there is none. */
export async function replayIngestedEvent(
  { api, dora }: DoraContext,
  caller: Caller,
  id: string,
): Promise<IngestedEvent> {
  await api.access.require(caller.credentials, doraManagePermission);
  await dora.ingestion.deadLetters.replay([id], caller);
  return found(await dora.ingestion.deadLetters.find(id), id);
}

/** Reprocesses several events. Throws InputError unless exactly one of the two ways to choose them is used. */
export async function replayIngestedEvents(
  { api, dora }: DoraContext,
  caller: Caller,
  { events, match, cursor }: ReplayRequest,
): Promise<ReplayResponse> {
  await api.access.require(caller.credentials, doraManagePermission);
  if (events && !match && cursor === undefined) {
    return dora.ingestion.deadLetters.replay(events, caller);
  }
  if (match && !events) {
    return dora.ingestion.deadLetters.replayMatching(
      { ...getFilter(match), cursor },
      caller,
    );
  }
  throw new InputError(
    'Choose the events either by `events` with their ids, or by `match` with filters of the list, and then `cursor` to continue',
  );
}

function getFilter({
  since,
  until,
  ...match
}: NonNullable<ReplayRequest['match']>): DeadLetterFilter {
  requireTime(since, 'since');
  requireTime(until, 'until');
  return {
    ...match,
    ...(since === undefined ? {} : { since: Date.parse(since) }),
    ...(until === undefined ? {} : { until: Date.parse(until) }),
  };
}

function found(event: IngestedEvent | undefined, id: string): IngestedEvent {
  if (!event) {
    throw new NotFoundError(`Event ${JSON.stringify(id)} does not exist`);
  }
  return event;
}
