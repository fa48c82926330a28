import type {
  DeploymentEvent,
  LogLine,
  Measurement,
} from '@slipway/backstage-plugin-deployments-common';
import { isOnlyAPoll } from '../../domain/deployment/progress';
import type { Caller } from '../../application/caller';
import { readStateFor, toEventView } from './eventView';
import { toOptionalTime } from '../../http/formatTime';
import type { ApiContext } from '../../access/apiContext';
import { readDeployment } from '../../access/authorize';
import { hideSourceInEvent } from '../../access/hidePromotionSource';

export async function listEvents(
  api: ApiContext,
  caller: Caller,
  id: string,
  afterSeq: number,
): Promise<DeploymentEvent[]> {
  const { state, reader } = await readDeployment(api, caller, id);
  const events = await api.reads.events(id, afterSeq);
  const viewed = await readStateFor(events, state, api.reads);
  return events
    .filter(event => !isOnlyAPoll(event))
    .map(event => toEventView(hideSourceInEvent(event, reader), viewed));
}

export async function listMeasurements(
  api: ApiContext,
  caller: Caller,
  id: string,
  options: { stepId?: string; afterSeq: number },
): Promise<{ items: Measurement[]; removedAt?: string }> {
  await readDeployment(api, caller, id);
  const [items, { measurementsAt }] = await Promise.all([
    api.reads.measurements(id, options),
    api.reads.removed(id),
  ]);
  return { items, removedAt: toOptionalTime(measurementsAt) };
}

export async function listLogLines(
  api: ApiContext,
  caller: Caller,
  id: string,
  options: { stepId?: string; q?: string; afterSeq: number; limit: number },
): Promise<{ items: LogLine[]; truncated: boolean; removedAt?: string }> {
  await readDeployment(api, caller, id);
  const [page, { logsAt }] = await Promise.all([
    api.reads.logs(id, options),
    api.reads.removed(id),
  ]);
  return { ...page, removedAt: toOptionalTime(logsAt) };
}
