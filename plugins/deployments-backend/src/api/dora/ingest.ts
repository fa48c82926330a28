import { NotFoundError } from '@backstage/errors';
import type {
  IngestAnswer,
  IngestRequest,
  IngestedEvent,
} from '@slipway/backstage-plugin-deployments-common';
import {
  doraIngestPermission,
  doraManagePermission,
} from '@slipway/backstage-plugin-deployments-common';
import type { Caller } from '../../engine/service';
import type { DoraContext } from './context';

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
  asked: {
    status?: 'rejected' | 'unmapped';
    limit: number;
    cursor?: string;
  },
): Promise<{ items: IngestedEvent[]; nextCursor?: string }> {
  await api.access.require(caller.credentials, doraManagePermission);
  return dora.ingestion.deadLetters(asked);
}

/** Throws NotFoundError where there is no such event. */
export async function replayIngestedEvent(
  { api, dora }: DoraContext,
  caller: Caller,
  id: string,
): Promise<IngestedEvent> {
  await api.access.require(caller.credentials, doraManagePermission);
  const event = await dora.ingestion.replay(id);
  if (!event)
    throw new NotFoundError(`There is no event ${JSON.stringify(id)}`);
  return event;
}
