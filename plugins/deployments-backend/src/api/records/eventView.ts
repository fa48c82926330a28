import type { DeploymentEvent as DeploymentEventDto } from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';
import type { DeploymentReads } from '../../application/deploymentService';
import type { DeploymentEvent } from '../../domain/deployment/events';
import type { DeploymentState } from '../../domain/deployment/state';
import { describeEvent } from '../../domain/deployment/messages/describeEvent';
import { listEventSentences } from '../../domain/deployment/messages/eventSentences';
import { toApprovalView } from '../deployments/approvalView';
import { toTime } from '../../http/formatTime';

/**
 * Fields that are not part of `data`: handles are internal to providers, the deployment itself shows the snapshot, and
 * the view has the rest as fields of its own.
 */
const HIDDEN_FIELDS = new Set([
  'seq',
  'at',
  'by',
  'type',
  'stepId',
  'handle',
  'sentences',
  'snapshot',
]);

/**
 * An event with its message and its data.
 *
 * @param state - the deployment's state after this event or a later one, for the titles of its steps and for its outcome
 */
export function toEventView(
  event: DeploymentEvent,
  state: DeploymentState,
): DeploymentEventDto {
  return {
    seq: event.seq,
    at: toTime(event.at),
    type: event.type,
    stepId: 'stepId' in event ? event.stepId : undefined,
    by: event.by,
    message: describeEvent(event, state),
    sentences: listEventSentences(event, state),
    data: toEventData(event),
  };
}

/** The state that these events need for their views: it is read again if it is older than they are. */
export async function readStateFor(
  events: DeploymentEvent[],
  state: DeploymentState,
  reads: Pick<DeploymentReads, 'get'>,
): Promise<DeploymentState> {
  const last = events.at(-1);
  const isOlder = last !== undefined && last.seq > state.seq;
  return (isOlder && (await reads.get(state.id))) || state;
}

function toEventData(event: DeploymentEvent): JsonObject {
  const shown =
    event.type === 'approvalDecided'
      ? { approval: toApprovalView(event.approval) }
      : event;
  // Events are parsed from JSON, so they are plain data.
  const entries = Object.entries(shown) as [string, JsonObject[string]][];
  return Object.fromEntries(
    entries.filter(
      ([key, value]) => !HIDDEN_FIELDS.has(key) && value !== undefined,
    ),
  );
}
