import { InputError, NotFoundError } from '@backstage/errors';
import type {
  IngestAnswer,
  IngestRequest,
  IngestedEvent,
  IngestedEvents,
  ReplayAnswer,
  ReplayRequest,
} from '@slipway/backstage-plugin-deployments-common';
import {
  doraIngestPermission,
  doraManagePermission,
} from '@slipway/backstage-plugin-deployments-common';
import type { DeadLetterFilter } from '../ingestion/deadLetters';
import type { Caller } from '../../domain/model/caller';
import { requireTime } from '../../http/requireTime';
import type { DoraContext } from './doraContext';

/** Throws NotAllowedError, and InputError for a source that nobody may tell for. */
export async function ingest(
  { api, dora }: DoraContext,
  caller: Caller,
  request: IngestRequest,
): Promise<IngestAnswer> {
  await api.access.require(caller.credentials, doraIngestPermission);
  return dora.ingestion.ingest(request);
}

/** What could not be used, newest first. It may name services that the caller cannot see, so it is for operators alone. */
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

/** Throws NotFoundError where there is no such event. */
export async function getIngestedEvent(
  { api, dora }: DoraContext,
  caller: Caller,
  id: string,
): Promise<IngestedEvent> {
  await api.access.require(caller.credentials, doraManagePermission);
  return found(await dora.ingestion.deadLetters.find(id), id);
}

/** Throws NotFoundError where there is no such event. */
export async function replayIngestedEvent(
  { api, dora }: DoraContext,
  caller: Caller,
  id: string,
): Promise<IngestedEvent> {
  await api.access.require(caller.credentials, doraManagePermission);
  await dora.ingestion.deadLetters.replay([id], caller);
  return found(await dora.ingestion.deadLetters.find(id), id);
}

/** Throws InputError where it is not clear which ones are meant. */
export async function replayIngestedEvents(
  { api, dora }: DoraContext,
  caller: Caller,
  { events, match, cursor }: ReplayRequest,
): Promise<ReplayAnswer> {
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
    'Say which events: either `events` with their ids, or `match` with what the list takes, and then `cursor` to go on',
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
    throw new NotFoundError(`There is no event ${JSON.stringify(id)}`);
  }
  return event;
}
